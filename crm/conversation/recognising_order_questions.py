"""Tells who asks how their order stands: "pesanan saya mana?", "where is my order 4411"."""

from crm.knowledge import Phrase, by_first_word, contains_phrase, read_phrases, read_words

_ORDERS = read_words(
    "pesanan order orders paket kiriman parcel package orderan delivery pesananku paketku orderku kirimanku "
    "kurirnya ordernya paketnya pesanannya orderannya"
)
_HOW_IT_STANDS = read_words(
    "mana dimana status lacak track tracking where posisi dikirim shipped sampai nyampe arrived arrive arriving tiba "
    "resi kapan when proses diproses"
)
_PROCEDURES = by_first_word(
    read_phrases("""
    bagaimana-cara cara-lacak cara-cek cara-melacak cara-pesan cara-order how-do-i how-can-i how-to
""")
)
_CHANGES = read_words(
    "ubah ganti batal batalkan cancel change alamat address refund bayar pay ongkir ongkos harga price"
)
_LONGEST = 12  # words; who writes more tells a story


def asks_for_order(words: Phrase, *, names_one: bool = False) -> bool:
    """Whether these words, as the normaliser leaves them, ask how an order stands: one that they name, or theirs."""
    if not 0 < len(words) <= _LONGEST or _HOW_IT_STANDS.isdisjoint(words):
        return False
    if _ORDERS.isdisjoint(words) and not names_one:
        return False
    return _CHANGES.isdisjoint(words) and not contains_phrase(words, _PROCEDURES)
