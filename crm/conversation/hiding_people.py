"""How a number and a name are shown to somebody who may not be their owner. Pure."""

from typing import Final

SHOWN_DIGITS: Final = 4
HIDDEN: Final = "•••"


def masked_number(number: str) -> str:
    """Return the end of a phone or card number, enough for its owner to recognise it: •••7890."""
    return HIDDEN + number[-SHOWN_DIGITS:]


def masked_name(name: str) -> str:
    """Return the first letter of each word: Siti Rahma is S••• R•••."""
    return " ".join(word[0] + HIDDEN for word in name.split())
