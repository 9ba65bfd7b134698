"""Taking over customers whom another system of the business knows. Nothing here is ever said to a customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from crm.customers.models import ChannelIdentity, Customer, CustomerDetails
from crm.customers.names import are_alike
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)
CHANNELS: Final = ("phone", "email", "card")
"""What makes a channel identity of an imported customer, by the name that it has in the details, too."""
_IN_DETAILS: Final = (
    *("source_id", "phone", "email", "card", "birthday", "city", "address", "outlet", "origin", "last_active_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """A customer as another system knows them: the phone in E.164, the e-mail address in small letters."""

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
class _Known:
    """A customer of this source, as stored or about to be. The first record of a new one has no id yet."""

    record: CustomerRecord
    customer_id: int | None = None
    language_chosen: bool = False
    stored: CustomerRecord | None = None


def import_customers(session: Session, source: str, records: Sequence[CustomerRecord], at: datetime) -> list[Taken]:
    """Write a chunk of records and say what became of each. The same records again change nothing.

    A record is the customer who has its `source_id` in this source; without one, who has its card, or its phone number
    or e-mail address and a like name. What a record leaves empty stays as it was.
    """
    found = _Finder(_known(session, source, records))
    meant: list[tuple[_Known, Outcome]] = [found.take(record) for record in records]
    new = _each_once(known for known, _ in meant if known.customer_id is None)
    changed = _each_once(known for known, _ in meant if known.stored is not None and known.stored != known.record)
    _add(session, source, new, at)
    _change(session, changed, at)
    held = _claim_channels(session, [*new, *changed], at)
    if new or changed:
        session.execute(
            insert(table_of(AuditEntry)),
            {"at": at, "actor": "import", "action": "customers.imported", "subject": f"source:{source}"},
        )
    return [_taken(known, outcome, held.get(id(known), ())) for known, outcome in meant]


def _taken(known: _Known, outcome: Outcome, shared: tuple[str, ...]) -> Taken:
    """Say what became of a record, once the whole chunk is read: a later one may have set back what it changed."""
    if outcome is Outcome.UNCHANGED or (known.stored is not None and known.stored == known.record):
        return Taken(Outcome.UNCHANGED)
    return Taken(outcome, shared)


def _each_once(known: Iterable[_Known]) -> list[_Known]:
    return list({id(each): each for each in known}.values())


_details = [DETAILS.c[name] for name in _IN_DETAILS]
_people = select(CUSTOMERS.c.id, CUSTOMERS.c.name, CUSTOMERS.c.language, CUSTOMERS.c.language_chosen)


def _known(session: Session, source: str, records: Sequence[CustomerRecord]) -> list[_Known]:
    """Return the customers of this source who may be meant.

    The details are found by their own indexes, and the customers by their ids: joined in one statement, PostgreSQL read
    all customers for each chunk while nothing had counted them yet.
    """
    found: dict[int, dict[str, Any]] = {}
    for column in ("source_id", *CHANNELS):
        values = {value for record in records if (value := getattr(record, column)) is not None}
        if not values:
            continue
        statement = select(DETAILS.c.customer_id, DETAILS.c.source, *_details).where(DETAILS.c[column].in_(values))
        if column == "source_id":  # of the others each leads to few: by the source first, SQLite would read all of it
            statement = statement.where(DETAILS.c.source == source)
        for customer_id, its_source, *details in session.execute(statement):
            if its_source == source:
                found[customer_id] = dict(zip(_IN_DETAILS, details, strict=True))
    known = []
    for row in session.execute(_people.where(CUSTOMERS.c.id.in_(found)).order_by(CUSTOMERS.c.id)) if found else ():
        record = CustomerRecord(name=row.name, language=row.language, **found[row.id])
        known.append(_Known(record, row.id, row.language_chosen, record))
    return known


class _Finder:
    """Finds whom a record means, among those who are stored and those whom earlier records of the chunk have added."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self._by: dict[str, defaultdict[str, list[_Known]]] = {
            column: defaultdict(list) for column in ("source_id", *CHANNELS)
        }
        for each in known:
            self._note(each)

    def take(self, record: CustomerRecord) -> tuple[_Known, Outcome]:
        """Return the customer with the record's news in them, and what is new about that."""
        known = self._meant_by(record)
        if known is None:
            known = _Known(record)
            self._note(known)
            return known, Outcome.NEW
        before = known.record
        known.record = _with_news(before, record, keeps_language=known.language_chosen)
        if known.record == before:
            return known, Outcome.UNCHANGED
        self._note(known)
        return known, Outcome.CHANGED

    def _note(self, known: _Known) -> None:
        for column, by_value in self._by.items():
            value = getattr(known.record, column)
            if value is not None and not any(each is known for each in by_value[value]):
                by_value[value].append(known)

    def _meant_by(self, record: CustomerRecord) -> _Known | None:
        if record.source_id is not None:
            same = self._by["source_id"].get(record.source_id)
            return same[0] if same else self._without_id(record)
        return self._recognised(record)

    def _without_id(self, record: CustomerRecord) -> _Known | None:
        """Return who was taken over without an id, and has one now."""
        known = self._recognised(record)
        return known if known is not None and known.record.source_id is None else None

    def _recognised(self, record: CustomerRecord) -> _Known | None:
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
        name: value for name in (*_IN_DETAILS, "name", "language") if (value := getattr(news, name)) not in {None, ""}
    }
    if keeps_language:
        told.pop("language", None)
    if known.last_active_at is not None and news.last_active_at is not None:
        told["last_active_at"] = max(known.last_active_at, news.last_active_at)
    return replace(known, **told)


_new_customers = insert(CUSTOMERS).returning(CUSTOMERS.c.id, sort_by_parameter_order=True)
_new_details = insert(DETAILS)
_lock = (
    select(CUSTOMERS.c.id)
    .where(CUSTOMERS.c.id.in_(select(CUSTOMERS.c.root_id).where(CUSTOMERS.c.id.in_(bindparam("ids", expanding=True)))))
    .order_by(CUSTOMERS.c.id)
    .with_for_update()
)
_root_itself = (
    update(CUSTOMERS).where(CUSTOMERS.c.id.in_(bindparam("ids", expanding=True))).values(root_id=CUSTOMERS.c.id)
)
_new_name = Prepared(
    update(CUSTOMERS)
    .where(CUSTOMERS.c.id == bindparam("customer"))
    .values(name=bindparam("called"), language=bindparam("speaks"))
)
_other_details = Prepared(
    update(DETAILS)
    .where(DETAILS.c.customer_id == bindparam("customer"))
    .values({name: bindparam(f"new_{name}") for name in (*_IN_DETAILS, "imported_at")})
)


def _add(session: Session, source: str, new: Sequence[_Known], at: datetime) -> None:
    if not new:
        return
    rows = [{"name": known.record.name, "language": known.record.language, "created_at": at} for known in new]
    ids = session.execute(_new_customers, rows).scalars().all()
    for known, customer_id in zip(new, ids, strict=True):
        known.customer_id = customer_id
    session.execute(_root_itself, {"ids": ids})
    details = [
        {"customer_id": known.customer_id, "source": source, "imported_at": at, **_details_of(known.record)}
        for known in new
    ]
    session.execute(_new_details, details)


def _details_of(record: CustomerRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _IN_DETAILS}


def _change(session: Session, changed: Sequence[_Known], at: datetime) -> None:
    if not changed:
        return
    if not session.is_sqlite:
        session.execute(_lock, {"ids": [known.customer_id for known in changed]})
    for known in sorted(changed, key=lambda each: each.customer_id or 0):
        record = known.record
        session.change(_new_name, {"customer": known.customer_id, "called": record.name, "speaks": record.language})
        news = {f"new_{name}": value for name, value in _details_of(record).items()}
        session.change(_other_details, {"customer": known.customer_id, "new_imported_at": at, **news})


_claim = insert_new(IDENTITIES)


def _claim_channels(session: Session, written: Sequence[_Known], at: datetime) -> Mapping[int, tuple[str, ...]]:
    """Make the channel identities that are new. Returns, by known, the channels that another customer has already."""
    shared: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for channel in CHANNELS:
        wanted = [(known, value) for known in written if (value := _news_in(known, channel)) is not None]
        if not wanted:
            continue
        _let_go(session, channel, [known for known, _ in wanted])
        rows = [
            {"customer_id": known.customer_id, "channel": channel, "external_id": value, "created_at": at}
            for known, value in wanted
        ]
        session.change_all(_claim, rows)
        holders = _holders(session, channel, [value for _, value in wanted])
        for known, value in wanted:
            if holders[value] != known.customer_id:
                shared[id(known)] += (channel,)
    return shared


def _news_in(known: _Known, channel: str) -> str | None:
    value: str | None = getattr(known.record, channel)
    return None if known.stored is not None and getattr(known.stored, channel) == value else value


def _let_go(session: Session, channel: str, changed: Iterable[_Known]) -> None:
    """Take away the identity that the source says no more."""
    for known in changed:
        if known.stored is not None and (before := getattr(known.stored, channel)) is not None:
            session.execute(
                delete(IDENTITIES).where(
                    IDENTITIES.c.customer_id == known.customer_id,
                    IDENTITIES.c.channel == channel,
                    IDENTITIES.c.external_id == before,
                )
            )


def _holders(session: Session, channel: str, values: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(IDENTITIES.c.external_id, IDENTITIES.c.customer_id).where(
            IDENTITIES.c.channel == channel, IDENTITIES.c.external_id.in_(values)
        )
    )
    return {holder.external_id: holder.customer_id for holder in rows}
