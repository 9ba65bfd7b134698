"""What customers add to a question, in both languages."""

from itertools import product
from typing import Final

_OPENINGS: Final = (
    "Tolong dibantu ya kak, pesanan saya nomor",
    "Mohon dicek pengirimannya, resinya",
    "Barangnya rusak waktu diterima, nomor pesanan",
    "Sudah saya bayar tapi belum dikirim, ordernya",
    "Saya mau menukar barang dari pesanan",
    "Kemasannya sobek dan isinya tumpah, nomor",
    "Uangnya belum kembali untuk pesanan",
    "Salah kirim kak, yang saya pesan nomor",
    "Kurirnya tidak bisa dihubungi, paket",
    "Alamatnya mau saya ganti, nomor pesanan",
    "Poin saya belum masuk dari belanja",
    "Vouchernya ditolak waktu membayar pesanan",
    "Please check my order",
    "It arrived broken, the order number is",
    "I was charged twice for",
    "The courier left it at the wrong address, parcel",
    "I would like a refund for",
    "Half of it is missing from order",
    "Nobody answered my complaint about",
    "Please change the address of order",
    "The discount was not applied to",
    "I returned it last week, reference",
    "It still says pending, number",
    "Could you replace what was damaged in",
)
_THINGS: Final = (
    "kopi arabika",
    "kopi robusta",
    "biji kopi sangrai",
    "kopi bubuk",
    "gula aren",
    "teh melati",
    "cangkir keramik",
    "gelas kaca",
    "saringan",
    "timbangan",
    "penggiling",
    "kartu hadiah",
    "paket hampers",
    "botol minum",
    "drip bag",
    "cold brew",
    "espresso machine",
    "paper filter",
    "gift box",
    "tumbler",
)

REMARKS: Final = tuple(f"({thing}) {opening}" for opening, thing in product(_OPENINGS, _THINGS))
