"""What other systems call the states of an order. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from crm.orders.models import OrderState

_SIGNS: Final = re.compile(r"[\W_]+")
_WORDS: Final[Mapping[OrderState, str]] = {
    OrderState.UNPAID: "unpaid, belum dibayar, belum bayar, menunggu pembayaran, awaiting payment, pending payment, "
    "payment pending, waiting for payment",
    OrderState.RECEIVED: "new, baru, pesanan diterima, pesanan masuk, masuk, paid, dibayar, sudah dibayar, lunas, "
    "confirmed, dikonfirmasi, open, order received, pesanan baru, menunggu diproses",
    OrderState.PREPARING: "preparing, processing, diproses, sedang diproses, proses, dikemas, sedang dikemas, "
    "disiapkan, sedang disiapkan, packing, packed, in progress, roasting, disangrai, siap dikirim, ready to ship",
    OrderState.READY: "ready, siap diambil, ready for pickup, ready for collection, bisa diambil, ready to collect, "
    "siap ambil",
    OrderState.SHIPPED: "shipped, dikirim, sedang dikirim, dalam pengiriman, in transit, on delivery, sent, "
    "out for delivery, dibawa kurir, dispatched, diantar, sedang diantar, on the way, dalam perjalanan",
    OrderState.DELIVERED: "delivered, sampai, sudah sampai, tiba, sudah tiba, selesai, completed, complete, done, "
    "diterima pembeli, diterima pelanggan, finished, diambil, sudah diambil, picked up, collected",
    OrderState.FAILED: "failed, gagal, gagal dikirim, gagal kirim, delivery failed, pengiriman gagal, undelivered",
    OrderState.RETURNED: "returned, dikembalikan, retur, diretur, return, return to sender, kembali ke penjual",
    OrderState.REFUNDED: "refunded, dana dikembalikan, refund, uang dikembalikan, direfund",
    OrderState.CANCELLED: "cancelled, canceled, batal, dibatalkan, cancel, void",
}
"""What may mean two things ("diterima": by the shop or by the buyer?) is not among them, and is told as it stands."""
_STATE_OF: Final = {
    _SIGNS.sub(" ", words).strip(): state for state, written in _WORDS.items() for words in written.split(",")
}


def order_state(words: str) -> OrderState:
    """Return the state that a system's words mean, or OTHER for words that are its own."""
    return _STATE_OF.get(_SIGNS.sub(" ", words.casefold()).strip(), OrderState.OTHER)


def order_number(written: str) -> str:
    """Return an order's number as it is compared: in capitals, without a hash or blanks."""
    return "".join(written.split()).lstrip("#").upper()
