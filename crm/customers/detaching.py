"""Taking a telephone number off who had it before: operators hand numbers out again.

By Telegram's word it is the holder's who shared it, and they said that they are not the customer whom it found.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, union, update

from crm.customers.claiming import Claimed
from crm.customers.finding import find_known, phones_proved_in
from crm.customers.models import ChannelIdentity, CustomerDetails, DetachedNumber
from crm.customers.queries import customers_of_root, still_has
from crm.customers.signs import Sign
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session, insert_new

IDENTITIES, DETAILS, DETACHED = (table_of(model) for model in (ChannelIdentity, CustomerDetails, DetachedNumber))

_number_of = union(
    select(IDENTITIES.c.customer_id).where(
        IDENTITIES.c.customer_id.in_(bindparam("ids", expanding=True)),
        IDENTITIES.c.channel == "phone",
        IDENTITIES.c.external_id == bindparam("number"),
    ),
    select(DETAILS.c.customer_id).where(
        DETAILS.c.customer_id.in_(bindparam("ids", expanding=True)), DETAILS.c.phone == bindparam("number")
    ),
)
_identity = select(IDENTITIES).where(
    IDENTITIES.c.customer_id == bindparam("customer"),
    IDENTITIES.c.channel == "phone",
    IDENTITIES.c.external_id == bindparam("number"),
)
_take_away = delete(IDENTITIES).where(IDENTITIES.c.id == bindparam("identity"))
_new_detached = insert(DETACHED)
_in_force = select(DETACHED).where(DETACHED.c.claim_id == bindparam("claim"), DETACHED.c.undone_at.is_(None))
_undo = update(DETACHED).where(DETACHED.c.id == bindparam("detached")).values(undone_at=bindparam("at"))
_give_back = insert_new(IDENTITIES, "id")
_holder = select(IDENTITIES.c.customer_id).where(
    IDENTITIES.c.channel == "phone", IDENTITIES.c.external_id == bindparam("number")
)
_audit = insert(table_of(AuditEntry))


def detach_number(session: Session, claim: Claimed, at: datetime) -> list[int]:
    """Take the number of a denied claim off the customers whom it found. Returns them.

    Only the number that its holder shared themselves, and not where somebody was proved by it in this very chat: then
    a family shares it, and it was not handed out again.
    """
    if claim.channel != "phone" or Sign.PHONE not in claim.signs:
        return []
    if claim.value in phones_proved_in(session, claim.chat_id):
        return []
    values = {"ids": _denied(session, claim), "number": claim.value}
    lost = sorted(session.execute(_number_of, values).scalars())
    for customer_id in lost:
        _detach(session, claim, customer_id, at)
    return lost


def detach_others(session: Session, claim: Claimed, at: datetime) -> None:
    """Take the numbers that an import names off a customer who has another now: they find nobody any more.

    What they proved themselves stands among their channel identities, which `move_number` closes.
    """
    query = select(DETAILS.c.customer_id, DETAILS.c.phone).where(
        DETAILS.c.customer_id.in_(customers_of_root(session, claim.customer_id)),
        DETAILS.c.phone.is_not(None),
        DETAILS.c.phone != claim.value,
        still_has(DETAILS.c.customer_id, DETAILS.c.phone),
    )
    for row in session.execute(query.order_by(DETAILS.c.customer_id)).all():
        values = {"customer_id": row.customer_id, "number": row.phone, "claim_id": claim.id, "detached_at": at}
        session.execute(_new_detached, values | {"had_identity": False, "undone_at": None})
        _note(session, "customer.number_detached", row.customer_id, f"customer:{claim.customer_id}", at)


def _denied(session: Session, claim: Claimed) -> list[int]:
    """Return all customers who were meant, or may have been, without the chat's own."""
    found = find_known(session, "phone", claim.value, besides=claim.customer_id)
    meant = [claim.known_id] if claim.known_id is not None else [known.customer_id for known in found]
    roots = {each for customer_id in meant for each in customers_of_root(session, customer_id)}
    return sorted(roots.difference(customers_of_root(session, claim.customer_id)))


def _detach(session: Session, claim: Claimed, customer_id: int, at: datetime) -> None:
    identity = session.execute(_identity, {"customer": customer_id, "number": claim.value}).first()
    row: dict[str, Any] = dict.fromkeys(("created_at", "verified_how", "verified_at"))
    if identity is not None:
        row = {name: getattr(identity, name) for name in row}
        session.execute(_take_away, {"identity": identity.id})
    row |= {"customer_id": customer_id, "number": claim.value, "claim_id": claim.id, "detached_at": at}
    session.execute(_new_detached, row | {"had_identity": identity is not None, "undone_at": None})
    _note(session, "customer.number_detached", customer_id, f"customer:{claim.customer_id}", at)


def reattach_number(session: Session, claim_id: int, *, actor: str, at: datetime) -> list[int]:
    """Give the number back to those who lost it by a denied claim. Returns them: nobody where it was given back before.

    Raises NumberTakenError where somebody else has proved meanwhile that it is theirs.
    """
    rows = session.execute(_in_force, {"claim": claim_id}).all()
    for row in rows:
        holder = session.scalar(_holder, {"number": row.number})
        if holder is not None and holder not in customers_of_root(session, row.customer_id):
            raise NumberTakenError(holder)
        if row.had_identity and holder is None:
            kept = {name: getattr(row, name) for name in ("customer_id", "created_at", "verified_how", "verified_at")}
            session.value(_give_back, {**kept, "channel": "phone", "external_id": row.number})
        session.execute(_undo, {"detached": row.id, "at": at})
        _note(session, "customer.number_given_back", row.customer_id, actor, at)
    return [row.customer_id for row in rows]


def _note(session: Session, action: str, customer_id: int, actor: str, at: datetime) -> None:
    session.execute(_audit, {"at": at, "actor": actor, "action": action, "subject": f"customer:{customer_id}"})


class NumberTakenError(Exception):
    """Somebody else has proved that a number is theirs: `holder_id` is the customer."""

    def __init__(self, holder_id: int) -> None:
        super().__init__(f"the number is customer {holder_id}'s now")
        self.holder_id = holder_id
