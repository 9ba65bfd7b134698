"""Who asks how an order stands, and who only speaks of orders."""

import pytest

from crm.conversation.recognising_order_questions import asks_for_order
from crm.knowledge import words_of


@pytest.mark.parametrize(
    "text",
    [
        "pesanan saya mana?", "pesenan gw udh dikirim blm?", "where is my order 4411", "status pesanan 4411",
        "paketku sampai mana ya", "has my parcel been shipped yet?", "kapan pesanan saya sampai?",
        "cek resi paket saya",
    ],
)  # fmt: skip
def test_who_asks_for_an_order(text: str) -> None:
    assert asks_for_order(words_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "bagaimana cara lacak pesanan?", "how can I track an order", "mau ubah alamat pesanan saya", "jam buka berapa",
        "can I cancel my order when it is shipped", "ongkir kapan gratis untuk pesanan saya", "mau pesan kopi", "",
    ],
)  # fmt: skip
def test_who_asks_something_else(text: str) -> None:
    assert not asks_for_order(words_of(text))
