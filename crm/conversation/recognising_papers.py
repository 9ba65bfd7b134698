"""Tells which paper a customer sends or speaks of: a receipt, or the proof that they have paid."""

from enum import StrEnum

from crm.knowledge import Phrase, by_first_word, contains_phrase, read_phrases, read_words

_LONGEST = 9  # words; who writes more has something to say that is read as such


class Paper(StrEnum):
    """What it is. `CLAIM`: the customer only says that they have paid."""

    RECEIPT = "receipt"
    PROOF = "proof"
    CLAIM = "claim"


_RECEIPT = by_first_word(
    read_phrases("struk struknya nota notanya receipt bill bon bonnya kuitansi kwitansi foto-struk till-receipt")
)
_PROOF = by_first_word(
    read_phrases("""
    bukti-transfer bukti-tf bukti-bayar bukti-pembayaran bukti-transfernya bukti-tfnya bukti-bayarnya buktinya
    bukti-pembayarannya bukti-trf bukti-pelunasan bukti-dp bukti-qris payment-proof proof-of-payment
    proof-of-transfer transfer-proof transfer-receipt payment-receipt payment-confirmation slip-transfer
""")
)
_PAID = by_first_word(
    read_phrases("""
    sudah-transfer sudah-tf sudah-bayar sudah-trf sudah-ditransfer sudah-dibayar sudah-lunas sudah-saya-transfer
    sudah-saya-bayar sudah-saya-tf sudah-aku-transfer saya-sudah-transfer barusan-transfer barusan-bayar barusan-tf
    baru-transfer baru-bayar baru-saja-transfer baru-saja-bayar transfer-sudah pembayaran-sudah i-paid i-have-paid
    ive-paid just-paid already-paid have-transferred just-transferred i-transferred already-transferred payment-done
    payment-sent money-sent
""")
)
_ASKING = read_words(
    "apa bagaimana berapa kenapa mana kapan siapa bisa boleh cara minta how what why when where who can"
)
_OTHERWISE = read_words("tetapi tapi but belum not tidak hilang lost gagal failed double dua twice refund")


def paper_in(text: str, words: Phrase) -> Paper | None:
    """Return the paper that a turn is about and nothing else, or None. `words` are those that the normaliser leaves."""
    if not words or len(words) > _LONGEST or "?" in text or not _ASKING.isdisjoint(words):
        return None
    if not _OTHERWISE.isdisjoint(words):
        return None
    if contains_phrase(words, _PROOF):
        return Paper.PROOF
    if contains_phrase(words, _PAID):
        return Paper.CLAIM
    return Paper.RECEIPT if contains_phrase(words, _RECEIPT) else None
