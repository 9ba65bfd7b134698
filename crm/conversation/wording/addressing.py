"""How a customer is addressed. Pure rules: a name that may be wrong is not said at all."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crm.kernel.business import AddressForm
from crm.kernel.language import Language

LONGEST_NAME: Final = 20  # letters; what is longer is a slogan
SHORTEST_NAME: Final = 2


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _words(
    "bapak bpk pak ibu bu mbak mba mas bang abang kak kakak dik adik tante om oom sdr sdri saudara nona nyonya tuan "
    "dr drg drs dra ir prof ust ustadz ustadzah haji hajjah hj kh mr mrs ms miss sir madam"
)
_SHORT_FOR_MUHAMMAD: Final = _words("muh moh mhd muhd moch much")
_SHOPS_AND_PLACEHOLDERS: Final = _words(
    "toko shop store olshop onlineshop online official resmi warung kedai cafe kafe resto restoran restaurant catering "
    "katering bakery kue butik boutique salon laundry bengkel apotek grosir agen distributor supplier reseller "
    "dropship jual jualan jasa promo diskon murah pusat gudang cabang outlet gerai cv pt ud tbk inc ltd corp company "
    "group grup studio collection fashion hijab gadget cell cellular konter service servis travel rental tour property "
    "properti hotel klinik clinic admin cs bot user test testing deleted account akun null none unknown anonim "
    "anonymous anonymus noname nama name guest tamu customer pelanggan hamba allah"
)
_INSIDE_A_NAME: Final = "'\N{RIGHT SINGLE QUOTATION MARK}-"
_ONE_WORD: Final = re.compile(rf"[^\W\d_]+(?:[{_INSIDE_A_NAME}][^\W\d_]+)*")
_VOWEL: Final = re.compile(r"[aeiouyàáâäåæèéêëìíîïòóôöøùúûüý]", re.IGNORECASE)
_THRICE_THE_SAME: Final = re.compile(r"(.)\1\1", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """The three words that address a customer, the same in all messages to them."""

    name: str  # "Kak Siti", "Kak", "Bapak/Ibu Siti"; in English "Siti", or nothing
    address: str  # "Kak", "Bapak/Ibu"; in English nothing
    you: str  # "Kakak", "Anda", "you"


@lru_cache(maxsize=4096)
def address(language: Language, form: AddressForm, customer_name: str | None) -> Address:
    """Return the words for a customer whose name is as they or their Telegram profile give it, or None."""
    name = clean_name(customer_name or "")
    if language is Language.EN:
        return Address(name or "", "", "you")
    vocative, you = ("Kak", "Kakak") if form is AddressForm.KAK else ("Bapak/Ibu", "Anda")
    return Address(f"{vocative} {name}" if name else vocative, vocative, you)


def clean_name(given: str) -> str | None:
    """Return the name to call someone by, or None if what is given is no plain name of a person.

    The first word counts, after titles ("Ibu", "Dr.") and initials ("M.", the Balinese "I"). Emoji, digits and signs
    anywhere, one letter alone, and the words of shops make it none.
    """
    words = _plain_words(unicodedata.normalize("NFKC", given))
    if words is None or any(word.lower() in _SHOPS_AND_PLACEHOLDERS for word in words):
        return None
    for word in words:
        if len(word) >= SHORTEST_NAME and word.lower() not in _TITLES | _SHORT_FOR_MUHAMMAD:
            return _in_name_case(word) if _looks_like_a_name(word) else None
    return None


def _plain_words(given: str) -> list[str] | None:
    words = [word.rstrip(".,") for word in given.split()]
    return words if all(_ONE_WORD.fullmatch(word) for word in words) else None


def _looks_like_a_name(word: str) -> bool:
    if len(word) > LONGEST_NAME or _THRICE_THE_SAME.search(word):
        return False
    return not word.isascii() or _VOWEL.search(word) is not None


def _in_name_case(word: str) -> str:
    """SITI and siti are Siti; McCartney and O'Neil know better."""
    return word.capitalize() if word.isupper() or word.islower() else word
