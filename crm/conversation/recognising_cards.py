"""Finds what could be a membership card's number, or its last digits, in what somebody types. Pure."""

import re
from typing import Final

from crm.customers.finding import CARD_DIGITS

_DIGITS: Final = re.compile(rf"(?<![\w/.-])\d{{{CARD_DIGITS}}}(?![\w/-]|\.\d)")
_CARD: Final = re.compile(r"(?<!\w)(?:(?!NO[ .:])[A-Z]{1,4}[ -]?)?\d(?:[ -]?\d){4,18}(?!\w)")
LONGEST_CARD: Final = 24  # characters


def card_number_in(text: str) -> str | None:
    """Return the number of a card as it is kept, in capitals and without blanks; None if there is nothing like one."""
    found = _CARD.search(text.upper())
    if found is None:
        return None
    number = "".join(found[0].split())
    return number if len(number) <= LONGEST_CARD else None


def card_digits_in(text: str) -> str | None:
    """Return the last digits of a card: four digits that stand alone, or the end of a whole number."""
    alone = _DIGITS.findall(text)
    if len(alone) == 1:
        return str(alone[0])
    whole = card_number_in(text)
    return "".join(filter(str.isdigit, whole))[-CARD_DIGITS:] if whole and not alone else None
