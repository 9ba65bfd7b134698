"""What speaks for somebody being a customer whom the business knows, and what they may then be told. Pure."""

from collections.abc import Collection
from enum import IntEnum, StrEnum
from typing import Final

from crm.customers.models import ClaimState

MOST_TRIES: Final = 3
"""So many wrong second signs, then only a person can help: four digits are soon guessed."""


class Sign(StrEnum):
    """One thing that speaks for it."""

    PHONE = "phone"  # their own contact, shared with the button
    CARD = "card"  # the whole number of the membership card
    CARD_DIGITS = "card_digits"  # its last four digits
    BIRTHDAY = "birthday"
    AGENT = "agent"  # somebody of the business, who asked them
    CONFIRMED = "confirmed"  # their own word alone


class Standing(IntEnum):
    """What may be told in a chat, each including what comes before it."""

    CHAT = 0  # only what was said in this chat
    STATE = 1  # number and state of the rest
    EVERYTHING = 2  # all that belongs to this customer


SECOND: Final = frozenset({Sign.CARD, Sign.CARD_DIGITS, Sign.BIRTHDAY})
"""What tells apart who has the same telephone number."""


def is_proved(signs: Collection[Sign], *, is_doubtful: bool) -> bool:
    """Whether these signs open points and history.

    A phone does, where nothing is doubtful; otherwise it takes a second sign. A card's number needs the phone with it:
    whoever sees a card can read it. An agent's word is enough, and nothing else is without the phone.
    """
    if Sign.AGENT in signs:
        return True
    return Sign.PHONE in signs and (not is_doubtful or not SECOND.isdisjoint(signs))


def standing(state: ClaimState | None) -> Standing:
    """Return what a chat may be told of a customer with whom the business knows it as one person.

    `state` is how far the chat's claim on that merge has come; None where nobody in the chat has said yes to it, as
    after a merge that was made a moment ago by somebody else.
    """
    if state is ClaimState.OPEN:
        return Standing.EVERYTHING
    return Standing.STATE if state is ClaimState.CONFIRMED else Standing.CHAT
