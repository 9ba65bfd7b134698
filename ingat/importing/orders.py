"""The table of orders, as a shop's other systems write it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm.customers.records import Taken
from crm.kernel.session import Session
from crm.orders import OrderRecord, order_number, record_orders
from ingat.business.problems import SettingError
from ingat.importing import values
from ingat.importing.business import ImportingBusiness
from ingat.importing.running import Import
from ingat.importing.tables import Field, Table

_NUMBER = (
    "nomor pesanan, no pesanan, nomor, no, number, order number, order no, order, order id, id pesanan, pesanan, "
    "kode pesanan, nomor order, no order, invoice, no invoice, nomor invoice, faktur, no faktur, id, kode"
)
_STATE = "status, state, status pesanan, order status, keadaan, status order"
_AS_OF = (
    "per, as of, waktu status, tanggal status, status per, diperbarui, updated, updated at, last updated, status date, "
    "status time, tgl status, update terakhir, terakhir diperbarui"
)
_DATE = (
    "tanggal, tgl, date, tanggal pesan, tanggal pesanan, tgl pesan, order date, ordered on, tanggal order, created at"
)
_COURIER = "kurir, courier, ekspedisi, jasa kirim, carrier, pengiriman, shipping, shipper"
_TRACKING = "resi, no resi, nomor resi, tracking, tracking number, tracking no, awb, airway bill"
_TOTAL = "total, jumlah, total bayar, total harga, amount, grand total, nilai, harga"
_PHONE = (
    "telepon, hp, no hp, nomor hp, phone, handphone, telp, no telp, nomor telepon, no telepon, whatsapp, wa, no wa, "
    "mobile, phone number, ponsel, customer phone, hp pelanggan, telepon pelanggan, hp pembeli"
)
_CARD = "kartu, no kartu, nomor kartu, card, card number, kartu anggota, no kartu anggota, nomor anggota, member number"
_NAME = (
    "nama pelanggan, nama pembeli, nama pemesan, pelanggan, pembeli, pemesan, customer, customer name, "
    "buyer, buyer name"
)
_CUSTOMER = "id pelanggan, kode pelanggan, customer id, customer code, customer no, id member"


def orders_table(region: str, zone: ZoneInfo, file_as_of: datetime) -> Table[OrderRecord]:
    """Return how orders are read. A row that does not say when its state held says so as of the file's own time."""
    today = file_as_of.astimezone(zone).date()

    def make(row: Mapping[str, Any]) -> OrderRecord:
        if "number" not in row:
            raise SettingError("the row has no number", "Write one")
        if "state_words" not in row:
            raise SettingError("the row has no state", "Write one")
        return OrderRecord(**{"as_of": file_as_of, **row})

    return Table(
        fields=(
            Field("number", _NUMBER, lambda cell: order_number(values.code(cell))),
            Field("state_words", _STATE, values.text),
            Field("as_of", _AS_OF, values.moment_in(zone, today)),
            Field("ordered_on", _DATE, values.day(today)),
            Field("courier", _COURIER, values.text),
            Field("tracking_number", _TRACKING, values.code),
            Field("total", _TOTAL, values.rupiah),
            Field("phone", _PHONE, values.phone_in(region)),
            Field("card", _CARD, values.card),
            Field("customer_source_id", _CUSTOMER, values.code),
            Field("customer_name", _NAME, values.text),
        ),
        needs=(("number",), ("state_words",)),
        make=make,
    )


def orders_import(
    path: Path, business: ImportingBusiness, source: str, now: datetime, *, is_trial: bool = False
) -> Import[OrderRecord]:
    """Return the import of a file of orders."""
    saved_at = min(datetime.fromtimestamp(path.stat().st_mtime, UTC), now)
    table = orders_table(business.country, business.zone, saved_at)

    def write(session: Session, records: Sequence[OrderRecord]) -> list[Taken]:
        return record_orders(session, source, records, now)

    return Import(path, table, write, is_trial)
