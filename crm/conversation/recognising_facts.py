"""Finds what a customer states of themselves: an order, an address, a telephone, a date, a product, a preference. Pure.

Only their own plain words make a fact: nothing forwarded, told of others, joked, quoted or only imagined.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from crm.conversation.recognising_dates import date_in
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.recognising_sentences import sentences_in
from crm.customers.phones import e164
from crm.history import FactKind, Stated
from crm.kernel.masking import masked

_MOST_SENTENCES = 8
_LONGEST_VALUE = 160  # characters
_SHORTEST_ADDRESS = 8
_FURTHEST_GOODS = 6  # words after "beli"
LASTS: Final[Mapping[FactKind, timedelta]] = {
    FactKind.ORDER: timedelta(days=90),
    FactKind.PRODUCT: timedelta(days=180),
    FactKind.ADDRESS: timedelta(days=730),
    FactKind.PHONE: timedelta(days=730),
    FactKind.PREFERENCE: timedelta(days=730),
    FactKind.DATE: timedelta(days=90),
}
"""How long after it was stated a fact is used. A date further ahead is used until it has passed."""

_OTHERS = re.compile(
    r"\b(?:kata(?:nya)?|teman\w*|temen\w*|tetangga\w*|suami\w*|isteri\w*|istri\w*|pacar\w*|bos(?:ku)?|mertua\w*|"
    r"(?:ibu|ayah|bapak|papa|mama|kakak|adik|anak|om|tante|saudara|keluarga|kurir|driver|penjual|toko)\s?(?:saya|ku|nya)|"
    r"orang lain|dia|mereka|milik orang|"
    r"my (?:friend|wife|husband|mother|father|mom|dad|sister|brother|son|daughter|boss|neighbou?r|colleague)\w*|"
    r"(?:he|she|they|someone|somebody)\b|friend'?s|said that)\b",
    re.IGNORECASE,
)
_JOKING = re.compile(
    r"(?:\b(?:wk(?:wk)+\w*|(?:ha){2,}\w*|(?:he){2,}\w*|(?:xi)+x\w*|be?r?canda\w*|canda|kidding|jk|lol|lmao|"
    r"just joking)\b|"
    r"[😂🤣😜🤪😝])",
    re.IGNORECASE,
)
_IMAGINED = re.compile(
    r"\b(?:kalau|kalo|klo|jika|misal\w*|seandainya|andai\w*|contoh\w*|if|suppose|example|e\.g)\b", re.IGNORECASE
)
_QUOTED = re.compile(
    r"[\"\u201c\u201d\u00ab\u00bb][^\"\u201c\u201d\u00ab\u00bb]{2,}[\"\u201c\u201d\u00ab\u00bb]|^>.*$", re.MULTILINE
)

_PHONE = re.compile(r"(?<![\w-])(?:\+?\d{1,3}[ .-]?|0)(?:\d[ .-]?){7,12}\d(?!\d)")
_OWN_PHONE = re.compile(
    r"\b(?:(?:no(?:mor|mer|\.)?|hp|wa|whatsapp|telepon|telp|tlp|phone|number|handphone|kontak)\b.{0,24}\b(?:saya|ku|aku|my)|"
    r"(?:saya|my|aku|ku)\b.{0,24}\b(?:no(?:mor|mer|\.)?|hp|wa|whatsapp|telepon|telp|phone|number|cell|mobile|kontak)|"
    r"(?:hubungi|telepon|telp|wa|call|text|reach|contact) (?:saya|aku|me)|(?:hp|wa|nomor(?: hp| wa)?)ku)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:\balamat(?:nya|ku)?(?:\s+(?:saya|aku|pengiriman(?:nya)?|kirim|rumah|lengkap|kantor|baru|penerima|tujuan))*|"
    r"\bmy (?:new |home |delivery |shipping |office )*address|\b(?:tolong )?(?:kirim|antar|dikirim|diantar)(?:kan|in)?"
    r"(?:\s+(?:ke|di))(?:\s+alamat)?|\b(?:saya|aku) (?:tinggal|berdomisili)|\bi live|"
    r"\b(?:send|deliver|ship) (?:it |them )?to)"
    r"\s*(?:sekarang\s+|adalah\s+|ialah\s+|is\s+|at\s+|di\s+|ke\s+|[:=]\s*)*(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|rt|rw|blok|komp(?:lek|leks)?|perum(?:ahan)?|apartemen|apt|kel(?:urahan)?|kec(?:amatan)?|"
    r"desa|dusun|kab(?:upaten)?|kota|cluster|ruko|tower|lantai|no)\b\.?\s*\w|"
    r"\w\s(?:street|st|road|rd|avenue|ave|lane)\b",
    re.IGNORECASE,
)
_PREFERENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:saya|aku|i'?m|i am|gue|gw)\b.{0,12}\b(?:alergi|allergic|vegan|vegetarian|intoleran\w*|"
        r"lactose intolerant)\b",
        r"\b(?:saya|aku|gue|gw)\s+(?:\w+\s+)?(?:(?:lebih|tidak|nggak|ga|gak|kurang) )?suka\b"
        r"(?! (?:sekali|banget|itu|ini)\b)",
        r"\bi (?:really |usually |always |never )?(?:prefer|like|love|drink|eat|don'?t (?:like|drink|eat)|"
        r"do not like)\b(?! (?:to|it|this|that|your|you|how)\b)",
        r"\b(?:jangan|tanpa|no|without|less|kurangi|sedikit)\s+(?:(?:terlalu|pakai|pake|too)\s+)*"
        r"(?:manis|gula|es|susu|asam|pahit|pedas|sugar|ice|milk|sweet|plastik|sedotan|straw|kacang|nuts)\b",
        r"\b(?:hubungi|kontak|kabari|contact|reach) (?:saya|aku|me)\b.{0,20}\b(?:chat|wa|whatsapp|telegram|"
        r"e-?mail|sms|sini|here)\b.{0,8}(?:\bsaja|\baja|\bonly|$)",
        r"\bjangan (?:telepon|telp|tlp|ditelepon|hubungi lewat telepon)|"
        r"\b(?:do not|don'?t|please never) (?:call|phone) me\b",
    )
)
_BUYING = re.compile(
    r"\b(?:beli|membeli|pesan|memesan|order|langganan|minum|bought|ordered|purchased|buy|drink)\b", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:saya|aku|gue|gw|i|i've|my|kami|ku)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_KIND_OF_GOODS = frozenset({"kopi", "coffee", "biji", "bubuk", "beans", "teh", "tea"})


def facts_in(
    text: str,
    payload: Mapping[str, Any] | None,
    products: Callable[[], Collection[str]],
    now: datetime,
    zone: ZoneInfo,
) -> tuple[Stated, ...]:
    """Return what one message states, each kind and value once. `products` gives names in small letters."""
    if not text or text.startswith("/") or _is_passed_on(payload):
        return ()
    own, today = _QUOTED.sub(" ", masked(text)), now.astimezone(zone).date()
    found: dict[tuple[FactKind, str], Stated] = {}
    for sentence in sentences_in(own, _MOST_SENTENCES):
        stated = tuple(_stated_in(sentence, products, today))
        if stated and not _is_meant_otherwise(sentence):  # most sentences state nothing: that is asked first
            found |= {
                (kind, value.casefold()): Stated(kind, value, expiry(kind, value, now, zone)) for kind, value in stated
            }
    return () if found and _JOKING.search(text) else tuple(found.values())


def _is_passed_on(payload: Mapping[str, Any] | None) -> bool:
    """Whether the words are somebody else's: Telegram says where a message was forwarded from."""
    return any(str(name).startswith("forward") for name in payload or ())


def _is_meant_otherwise(sentence: str) -> bool:
    """Whether a sentence tells of somebody else, or of what is only imagined."""
    return _OTHERS.search(sentence) is not None or _IMAGINED.search(sentence) is not None


def expiry(kind: FactKind, value: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a fact is used that was stated now."""
    until = now + LASTS[kind]
    if kind != FactKind.DATE:
        return until
    the_day_after = date.fromisoformat(value) + timedelta(days=1)
    return max(until, datetime.combine(the_day_after, time(), zone)) if the_day_after > now.date() else until


def _stated_in(sentence: str, products: Callable[[], Collection[str]], today: date) -> Iterator[tuple[FactKind, str]]:
    phone = _phone_in(sentence)
    if phone is not None:
        yield FactKind.PHONE, phone
    address = _address_in(sentence)
    order = order_number_in(sentence) if address is None else None
    if order is not None:
        yield FactKind.ORDER, order
    if "?" in sentence:
        return
    if address is not None:
        yield FactKind.ADDRESS, address
        return
    if any(pattern.search(sentence) for pattern in _PREFERENCES):
        yield FactKind.PREFERENCE, _short(sentence)
    found = date_in(sentence, today)
    if found is not None:
        yield FactKind.DATE, found.isoformat()
    product = _product_in(sentence, products)
    if product is not None:
        yield FactKind.PRODUCT, product


def _phone_in(sentence: str) -> str | None:
    found = _PHONE.search(sentence)
    if found is None or not (_OWN_PHONE.search(sentence) or found[0].strip() == sentence.strip()):
        return None
    return e164(found[0])


def _address_in(sentence: str) -> str | None:
    found = _ADDRESS.search(sentence)
    if found is None:
        return None
    value = _short(found["value"])
    is_one = len(value) >= _SHORTEST_ADDRESS and _STREET.search(value) is not None
    return value if is_one else None


def _product_in(sentence: str, products: Callable[[], Collection[str]]) -> str | None:
    if not _OWN.search(sentence):
        return None
    buying = _BUYING.search(sentence)
    if buying is None:
        return None
    words, names = _WORD.findall(sentence[buying.end() :])[:_FURTHEST_GOODS], products()
    for at, word in enumerate(words):
        if word.casefold() in names:
            kind = words[at - 1] if at and words[at - 1].casefold() in _KIND_OF_GOODS else ""
            return f"{kind} {word}".strip()
    return None


def _short(text: str) -> str:
    line = " ".join(text.split()).strip(" .,!;:-")
    return line if len(line) <= _LONGEST_VALUE else f"{line[: _LONGEST_VALUE - 1]}…"


_CAPITALISED = re.compile(r"(?<=[a-z,(\u2013-] )[(]?([A-Z][a-z]{3,})\b")
_NO_PRODUCTS = frozenset(
    """
    senin selasa rabu kamis jumat sabtu minggu monday tuesday wednesday thursday friday saturday sunday januari februari
    maret april juni juli agustus september oktober november desember january february march june july august october
    december kakak bapak anda telegram whatsapp google indonesia jakarta bandung surabaya lihat pilih instagram gopay
    akun masuk daftar rupiah mandiri pengaturan pesanan dana shopee tokopedia
    """.split()
)


def product_names(answers: Sequence[str], business_name: str) -> frozenset[str]:
    """Return the names in the answers of the articles about what is sold, in small letters."""
    own = {word.casefold() for word in _WORD.findall(business_name)}
    names = {name.casefold() for answer in answers for name in _CAPITALISED.findall(answer)}
    return frozenset(names - own - _NO_PRODUCTS)
