"""The business that Ingat speaks for, as its owner describes it."""

from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm.kernel.calendar import BusinessHours
from crm.kernel.language import Language
from crm.kernel.restraint import Restraint


class AddressForm(StrEnum):
    """How customers are addressed in Indonesian: one setting, with a choice per customer."""

    KAK = "kak"  # "Kak Siti", "Kakak"
    BAPAK_IBU = "bapak_ibu"  # "Bapak/Ibu Siti", "Anda"


class MatcherKind(StrEnum):
    """What finds the article that answers a customer."""

    CORE = "core"  # words, their stems and parts, and what they mean
    SEMANTIC = "semantic"  # sentence vectors beside them; needs the extra of this name


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """The settings of one business."""

    name: str
    bot_name: str
    address_form: AddressForm
    languages: tuple[Language, ...]
    default_language: Language  # for customers whose language is not known yet, and for the staff's notices
    hours: BusinessHours
    emergency_phone: str | None  # shown when a matter of health or safety cannot wait
    reply_within_minutes: int  # what the team usually needs while it is open
    matcher: MatcherKind = MatcherKind.CORE
    country: str = "ID"  # ISO 3166; whose phone numbers come without a prefix
    restraint: Restraint = field(default_factory=Restraint)  # on what nobody asked for: offers, greetings, notices

    def __post_init__(self) -> None:
        if self.default_language not in self.languages:
            raise ValueError(f"the default language {self.default_language} is not among the languages")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the opening hours, and of every time that is told to customers whose own zone is not known."""
        return self.hours.zone
