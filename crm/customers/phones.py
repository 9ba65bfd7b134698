"""Telephone numbers in one form, E.164, however they were typed. Pure."""

from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

HOME_REGION: Final = "ID"
LONGEST_TYPED: Final = 40  # characters


@lru_cache(maxsize=4096)
def e164(typed: str, region: str = HOME_REGION) -> str | None:
    """Return a number as +6281234567890, or None for what is no possible number of its country.

    A number without a country's prefix is one of `region` (ISO 3166). Spreadsheets drop the 0 in front, and people
    write 62 without its plus: both are read as what was meant.
    """
    text = typed.strip().removeprefix("'")
    if not text or len(text) > LONGEST_TYPED:
        return None
    return _valid(text, region) or _valid(f"+{text}", region)


def _valid(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
