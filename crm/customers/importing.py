"""Taking over customers whom another system of the business knows. Nothing here is ever said to a customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, or_, select, update

from crm.customers.models import ChannelIdentity, Customer, CustomerDetails, DetachedNumber
from crm.customers.records import CHANNELS, IN_DETAILS, CustomerRecord, Finder, Known, Outcome, Taken
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

CUSTOMERS, IDENTITIES, DETAILS, DETACHED = (
    table_of(model) for model in (Customer, ChannelIdentity, CustomerDetails, DetachedNumber)
)


BY_IMPORT: Final = "import"
"""How an e-mail address was verified that another system of the business has seen to be read."""


def import_customers(session: Session, source: str, records: Sequence[CustomerRecord], at: datetime) -> list[Taken]:
    """Write a chunk of records and say what became of each. The same records again change nothing.

    A record is the customer who has its `source_id` in this source; without one, who has its card, or its phone number
    or e-mail address and a like name. What a record leaves empty stays as it was.
    """
    found = Finder(_known(session, source, records))
    meant: list[tuple[Known, Outcome]] = [found.take(record) for record in records]
    new = _each_once(known for known, _ in meant if known.customer_id is None)
    changed = _each_once(known for known, _ in meant if known.stored is not None and known.stored != known.record)
    _add(session, source, new, at)
    _change(session, changed, at)
    held = _claim_channels(session, [*new, *changed], at)
    _verify_emails(
        session, [known for (known, _), record in zip(meant, records, strict=True) if record.email_is_verified], at
    )
    if new or changed:
        session.execute(
            insert(table_of(AuditEntry)),
            {"at": at, "actor": "import", "action": "customers.imported", "subject": f"source:{source}"},
        )
    return [_taken(known, outcome, held.get(id(known), ())) for known, outcome in meant]


def _taken(known: Known, outcome: Outcome, shared: tuple[str, ...]) -> Taken:
    """Say what became of a record, once the whole chunk is read: a later one may have set back what it changed."""
    if outcome is Outcome.UNCHANGED or (known.stored is not None and known.stored == known.record):
        return Taken(Outcome.UNCHANGED)
    return Taken(outcome, shared)


def _each_once(known: Iterable[Known]) -> list[Known]:
    return list({id(each): each for each in known}.values())


_details = [DETAILS.c[name] for name in IN_DETAILS]
_people = select(CUSTOMERS.c.id, CUSTOMERS.c.name, CUSTOMERS.c.language, CUSTOMERS.c.language_chosen)


def _known(session: Session, source: str, records: Sequence[CustomerRecord]) -> list[Known]:
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
                found[customer_id] = dict(zip(IN_DETAILS, details, strict=True))
    known = []
    for row in session.execute(_people.where(CUSTOMERS.c.id.in_(found)).order_by(CUSTOMERS.c.id)) if found else ():
        record = CustomerRecord(name=row.name, language=row.language, **found[row.id])
        known.append(Known(record, row.id, row.language_chosen, record))
    return known


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
    .values({name: bindparam(f"new_{name}") for name in (*IN_DETAILS, "imported_at")})
)


def _add(session: Session, source: str, new: Sequence[Known], at: datetime) -> None:
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
    return {name: getattr(record, name) for name in IN_DETAILS}


def _change(session: Session, changed: Sequence[Known], at: datetime) -> None:
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


def _claim_channels(session: Session, written: Sequence[Known], at: datetime) -> Mapping[int, tuple[str, ...]]:
    """Make the channel identities that are new. Returns, by known, the channels that another customer has already."""
    shared: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for channel in CHANNELS:
        wanted = [(known, value) for known in written if (value := _news_in(known, channel)) is not None]
        if channel == "phone":
            wanted = _not_taken_off(session, wanted)
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


_verify_email = Prepared(
    update(IDENTITIES)
    .where(
        IDENTITIES.c.customer_id == bindparam("customer"),
        IDENTITIES.c.channel == "email",
        IDENTITIES.c.external_id == bindparam("address"),
        IDENTITIES.c.verified_how.is_(None),
    )
    .values(verified_how=BY_IMPORT, verified_at=bindparam("at"))
)


def _verify_emails(session: Session, verified: Iterable[Known], at: datetime) -> None:
    """Note which e-mail addresses their system has seen to be read."""
    for known in verified:
        values = {"customer": known.customer_id, "address": known.record.email, "at": at}
        session.change(_verify_email, values)


def _not_taken_off(session: Session, wanted: Sequence[tuple[Known, str]]) -> list[tuple[Known, str]]:
    """Leave out the numbers whose holder said that they are not this customer: the source has not heard of it."""
    query = select(DETACHED.c.customer_id, DETACHED.c.number).where(
        DETACHED.c.number.in_([value for _, value in wanted]), DETACHED.c.undone_at.is_(None)
    )
    taken_off = {tuple(row) for row in session.execute(query)} if wanted else set()
    return [(known, value) for known, value in wanted if (known.customer_id, value) not in taken_off]


def _news_in(known: Known, channel: str) -> str | None:
    value: str | None = getattr(known.record, channel)
    return None if known.stored is not None and getattr(known.stored, channel) == value else value


def _let_go(session: Session, channel: str, changed: Iterable[Known]) -> None:
    """Take away the identity that the source says no more. What the customer proved is not the source's to take."""
    for known in changed:
        if known.stored is not None and (before := getattr(known.stored, channel)) is not None:
            session.execute(
                delete(IDENTITIES).where(
                    IDENTITIES.c.customer_id == known.customer_id,
                    IDENTITIES.c.channel == channel,
                    IDENTITIES.c.external_id == before,
                    or_(IDENTITIES.c.verified_how.is_(None), IDENTITIES.c.verified_how == BY_IMPORT),
                )
            )


def _holders(session: Session, channel: str, values: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(IDENTITIES.c.external_id, IDENTITIES.c.customer_id).where(
            IDENTITIES.c.channel == channel, IDENTITIES.c.external_id.in_(values)
        )
    )
    return {holder.external_id: holder.customer_id for holder in rows}
