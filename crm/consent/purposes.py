"""What a message can be for, and why a customer gets none for any of it."""

from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a message is for. Consent is given for a purpose, not for a channel alone."""

    SERVICE = "service"
    OFFERS = "offers"
    GREETINGS = "greetings"
    PARTNER_OFFERS = "partner_offers"

    @property
    def is_marketing(self) -> bool:
        """Whether it needs a yes. Answers to what the customer asked need none."""
        return self is not Purpose.SERVICE


MARKETING: Final = frozenset(purpose for purpose in Purpose if purpose.is_marketing)


class SuppressionReason(StrEnum):
    """Why no marketing goes to a customer, whatever they said yes to before."""

    ASKED_TO_STOP = "asked_to_stop"
    BY_THE_BUSINESS = "by_the_business"
