"""The table of customers, as the business's other systems write it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm.customers.importing import import_customers
from crm.customers.names import tidy_name
from crm.customers.records import CHANNELS, CustomerRecord, Taken
from crm.kernel.session import Session
from ingat.business.problems import SettingError
from ingat.importing import values
from ingat.importing.business import ImportingBusiness
from ingat.importing.running import Import
from ingat.importing.tables import Field, Table
from ingat.importing.trying import Trial


def customers_table(region: str, zone: ZoneInfo, today: date) -> Table[CustomerRecord]:
    """Return how customers are read: phone numbers are of a region, moments of a zone."""
    return Table(
        fields=(
            Field("source_id", _ID, values.code),
            Field("name", _NAME, tidy_name),
            Field("phone", _PHONE, values.phone_in(region)),
            Field("email", "e-mail, surel, alamat email, email address, mail", values.email),
            Field("email_is_verified", _EMAIL_VERIFIED, values.is_yes),
            Field("card", _CARD, values.card),
            Field("birthday", _BIRTHDAY, values.birthday(today)),
            Field("city", "kota, city, kabupaten, kota/kabupaten, kab/kota, town", values.text),
            Field("address", "alamat, address, alamat rumah, alamat lengkap, street", values.text),
            Field("language", "bahasa, language, lang, preferred language", values.language),
            Field("outlet", "gerai, outlet, cabang, toko, branch, store, shop, home outlet, gerai asal", values.text),
            Field("origin", "sumber, source, asal, origin, channel, kanal, sumber data, lead source", values.text),
            Field("last_active_at", _LAST_ACTIVE, values.moment_in(zone, today)),
        ),
        needs=(("name", "phone", "card", "email", "source_id"), ("phone", "card", "email", "source_id")),
        make=_customer,
    )


def customers_import(
    path: Path, business: ImportingBusiness, source: str, now: datetime, *, is_trial: bool = False
) -> Import[CustomerRecord]:
    """Return the import of a file of customers."""
    table = customers_table(business.country, business.zone, now.astimezone(business.zone).date())

    def write(session: Session, records: Sequence[CustomerRecord]) -> list[Taken]:
        return import_customers(session, source, records, now)

    return Import(path, table, Trial(write, _keys_of) if is_trial else write, is_trial)


def _keys_of(record: CustomerRecord) -> list[tuple[str, object]]:
    keys = ((name, getattr(record, name)) for name in ("source_id", *CHANNELS))
    return [(name, value) for name, value in keys if value is not None]


_ID = "id, kode, kode pelanggan, id pelanggan, customer id, customer no, customer code, code, member id, id member, uid"
_NAME = "nama, name, nama lengkap, nama pelanggan, customer name, full name, customer, pelanggan, nama member"
_PHONE = (
    "telepon, hp, no hp, nomor hp, no. hp, phone, handphone, telp, no telp, nomor telepon, no telepon, whatsapp, wa, "
    "no wa, nomor wa, mobile, phone number, mobile number, ponsel, no ponsel, telephone, tel"
)
_CARD = (
    "kartu, no kartu, nomor kartu, card, card number, card no, kartu anggota, no kartu anggota, nomor kartu anggota, "
    "no anggota, nomor anggota, membership card, membership number, no member, nomor member, member number, member no"
)
_EMAIL_VERIFIED = (
    "email terverifikasi, e-mail terverifikasi, surel terverifikasi, email verified, e-mail verified, verified email"
)
_BIRTHDAY = "tanggal lahir, tgl lahir, birthday, birth date, date of birth, dob, lahir, ulang tahun, ultah, birthdate"
_LAST_ACTIVE = (
    "terakhir aktif, last active, aktivitas terakhir, transaksi terakhir, belanja terakhir, kunjungan terakhir, "
    "last activity, last order, last purchase, last visit, last seen, last active at, tanggal transaksi terakhir"
)


def _customer(row: Mapping[str, Any]) -> CustomerRecord:
    record = CustomerRecord(**{"name": "", **row})
    if not record.can_be_recognised:
        raise SettingError("there is no phone number, card, e-mail address or id", "Write one of them, to know them by")
    return record
