"""Finds the order a text speaks of."""

import re

from crm.cases import without_case_numbers

_NUMBER = r"#?\s*((?:[a-z]{2,4}-?)?\d{3,15})(?!\d|[.,]\d|\s*(?:rb|ribu|gram|gr|g|kg|ml|hari|days?)\b)"
_NAMED = re.compile(
    r"\b(?:pesanan\w{0,6}|pesenan|order\w{0,6}|purchase|invoice|faktur|transaksi|paket|parcel|package|resi)"
    r"(?:\s+(?:saya|aku|my|dengan|with|no|nomor|nomer|number|num|id)\b\.?){0,3}\s*[:#]?\s*" + _NUMBER,
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?:#|\bno(?:mor|mer|\.)?\s*:?\s*)" + _NUMBER, re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w-])(?!rp|idr)([a-z]{2,4}-\d{3,15})(?![\w-])", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w.,$+€£-])(?<!rp)(?<!rp\.)(?<!rp )(?<![$€£] )(?<!\d )(\d{4,15})"
    r"(?![\w-]|[.,]\d|\s\d{3}|\s*(?:rb|ribu|rupiah|gram|gr|g|kg|ml|hari|dollars?|days?)\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"(?<![\w-])(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,12}(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def order_number_in(text: str) -> str | None:
    """Return the order number in a text, in capitals and without a hash, or None.

    A number that is called an order comes before a bare one. Amounts, years, phone numbers and case numbers are none,
    nor is anything as long as a card number.
    """
    if _DIGIT.search(text) is None:
        return None
    text = _PHONE.sub(" ", without_case_numbers(text))
    for pattern in (_NAMED, _MARKED, _PREFIXED):
        if found := pattern.search(text):
            return found[1].upper()
    for found in _BARE.finditer(text):
        if not _YEAR.fullmatch(found[1]):
            return found[1]
    return None


def without_order_numbers(text: str) -> str:
    """Return a text with a blank in the place of each number that letters begin: of KD-2201 not even "kd" is left."""
    return _PREFIXED.sub(" ", text)


def names_order(text: str, order_number: str) -> bool:
    """Whether a text names this very order, however it is written: "KD8008" is KD-8008."""
    if order_number_in(text) == order_number:
        return True
    written = "-?".join(map(re.escape, order_number.replace("-", "")))
    return re.search(rf"(?<![\w-]){written}(?![\w-])", without_case_numbers(text), re.IGNORECASE) is not None
