"""Records of another system, and finding whom each of them means. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from crm.customers.names import are_alike

CHANNELS: Final = ("phone", "email", "card")
"""What makes a channel identity of an imported customer, by the name that it has in the details, too."""
IN_DETAILS: Final = (
    *("source_id", "phone", "email", "card", "birthday", "city", "address", "outlet", "origin", "last_active_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """A customer as another system knows them: the phone in E.164, the e-mail address in small letters.

    `email_is_verified` is whether that system has seen that they read what is sent there.
    """

    name: str
    source_id: str | None = None
    phone: str | None = None
    email: str | None = None
    card: str | None = None
    birthday: date | None = None
    city: str | None = None
    address: str | None = None
    outlet: str | None = None
    origin: str | None = None
    last_active_at: datetime | None = None
    language: str | None = None
    email_is_verified: bool = field(default=False, compare=False)

    @property
    def can_be_recognised(self) -> bool:
        """Whether there is anything by which the same customer is found again."""
        return any((self.source_id, self.phone, self.email, self.card))


class Outcome(StrEnum):
    """What became of a record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a record, and which of its channels another customer has: they stand in the details alone."""

    outcome: Outcome
    shared: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Known:
    """A customer of this source, as stored or about to be. The first record of a new one has no id yet."""

    record: CustomerRecord
    customer_id: int | None = None
    language_chosen: bool = False
    stored: CustomerRecord | None = None


class Finder:
    """Finds whom a record means, among those who are stored and those whom earlier records of the chunk have added."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by: dict[str, defaultdict[str, list[Known]]] = {
            column: defaultdict(list) for column in ("source_id", *CHANNELS)
        }
        for each in known:
            self._note(each)

    def take(self, record: CustomerRecord) -> tuple[Known, Outcome]:
        """Return the customer with the record's news in them, and what is new about that."""
        known = self._meant_by(record)
        if known is None:
            known = Known(record)
            self._note(known)
            return known, Outcome.NEW
        before = known.record
        known.record = _with_news(before, record, keeps_language=known.language_chosen)
        if known.record == before:
            return known, Outcome.UNCHANGED
        self._note(known)
        return known, Outcome.CHANGED

    def _note(self, known: Known) -> None:
        for column, by_value in self._by.items():
            value = getattr(known.record, column)
            if value is not None and not any(each is known for each in by_value[value]):
                by_value[value].append(known)

    def _meant_by(self, record: CustomerRecord) -> Known | None:
        if record.source_id is not None:
            same = self._by["source_id"].get(record.source_id)
            return same[0] if same else self._without_id(record)
        return self._recognised(record)

    def _without_id(self, record: CustomerRecord) -> Known | None:
        """Return who was taken over without an id, and has one now."""
        known = self._recognised(record)
        return known if known is not None and known.record.source_id is None else None

    def _recognised(self, record: CustomerRecord) -> Known | None:
        if record.card is not None:
            for known in self._by["card"].get(record.card, ()):
                return known
        alike = (
            known
            for column in ("phone", "email")
            for known in self._by[column].get(getattr(record, column) or "", ())
            if are_alike(known.record.name, record.name) and None in {known.record.card, record.card}
        )
        candidates = list(alike)
        same_name = (known for known in candidates if known.record.name == record.name)
        return next(same_name, candidates[0] if candidates else None)


def _with_news(known: CustomerRecord, news: CustomerRecord, *, keeps_language: bool) -> CustomerRecord:
    told: dict[str, Any] = {
        name: value for name in (*IN_DETAILS, "name", "language") if (value := getattr(news, name)) not in {None, ""}
    }
    if keeps_language:
        told.pop("language", None)
    if known.last_active_at is not None and news.last_active_at is not None:
        told["last_active_at"] = max(known.last_active_at, news.last_active_at)
    return replace(known, **told)
