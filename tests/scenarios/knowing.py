"""What the business knows before a scenario begins: customers of another system, links, a merge by a colleague."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from crm.conversation.deciding_claims import approve, refuse
from crm.customers import ChannelIdentity, Claim, Customer, CustomerDetails, merge
from crm.customers.deciding_claims import waiting_claims
from crm.customers.deep_links import LinkKind
from crm.customers.detaching import reattach_number
from crm.customers.linking import new_link
from crm.customers.phones import e164
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new
from tests.conftest import demo_snapshot

CUSTOMERS, IDENTITIES, DETAILS, CLAIMS = (
    table_of(model) for model in (Customer, ChannelIdentity, CustomerDetails, Claim)
)
LINKS: dict[tuple[int, str], str] = {}
"""The payloads of links that a scenario follows again, by their database and name."""

_new_identity = insert_new(IDENTITIES)


def know(database: Database, known: list[dict[str, Any]], phones: dict[str, str]) -> None:
    """Have customers imported: `phone_of` is whose phone they have, `seen_days_ago` when they were last active."""
    for each in known:
        database.writer.run(lambda session, each=each: _import(session, each, e164(phones[each["phone_of"]])))  # type: ignore[misc]


def _import(session: Session, each: dict[str, Any], phone: str | None) -> None:
    now = datetime.now(UTC)
    values = {"name": each["name"], "created_at": now}
    customer_id = session.scalar(insert(CUSTOMERS).returning(CUSTOMERS.c.id), values)
    session.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer_id).values(root_id=customer_id))
    days = each.get("seen_days_ago")
    details = {
        "customer_id": customer_id,
        "source": "import",
        "phone": phone,
        "card": each.get("card"),
        "birthday": each.get("birthday"),
        "last_active_at": None if days is None else now - timedelta(days=days),
        "imported_at": now,
    }
    session.execute(insert(DETAILS), details)
    for channel, value in (("phone", phone), ("card", each.get("card"))):
        if value is not None:
            identity = {"customer_id": customer_id, "channel": channel, "external_id": value, "created_at": now}
            session.change(_new_identity, identity)


def make_link(database: Database, value: dict[str, Any]) -> str:
    """Return the payload of a new link, or of the one that was followed before under the same `name`."""
    key = (id(database), value.get("name", ""))
    if value.get("name") and key in LINKS:
        return LINKS[key]
    days = value.get("valid_days")
    LINKS[key] = database.writer.run(
        lambda session: new_link(
            session,
            kind=LinkKind(value["kind"]),
            source=value.get("source", "kasir"),
            outlet=value.get("outlet"),
            receipt=value.get("receipt"),
            at=datetime.now(UTC),
            actor="staff:sari",
            valid_for=None if days is None else timedelta(days=days),
        )
    )
    return LINKS[key]


def merge_with(database: Database, user_id: int, name: str) -> None:
    """Let a colleague say that somebody in a chat is the imported customer of that name."""

    def job(session: Session) -> None:
        chat = select(IDENTITIES.c.customer_id).where(IDENTITIES.c.external_id == str(user_id))
        imported = select(CUSTOMERS.c.id).where(CUSTOMERS.c.name == name).order_by(CUSTOMERS.c.id.desc())
        ids = session.scalar(chat), session.scalar(imported)
        merge(session, *ids, evidence={"name": "alike"}, actor="staff:sari", at=datetime.now(UTC))

    database.writer.run(job)


def decide_claim(database: Database, user_id: int, *, as_name: str | None) -> None:
    """Let somebody of the team approve the claim of somebody in a chat, as the customer of that name, or refuse it."""

    def job(session: Session) -> None:
        speaks = session.scalar(select(IDENTITIES.c.customer_id).where(IDENTITIES.c.external_id == str(user_id)))
        (claim,) = (
            each.claim
            for each in waiting_claims(session, datetime.now(UTC), most=99)
            if each.claim.customer_id == speaks
        )
        now = datetime.now(UTC)
        if as_name is None:
            refuse(session, claim.id, demo_snapshot(), because="Kartunya lain.", actor="staff:sari", at=now)
            return
        named = select(CUSTOMERS.c.id).where(CUSTOMERS.c.name == as_name).order_by(CUSTOMERS.c.id.desc())
        approve(session, claim.id, demo_snapshot(), known_id=session.scalar(named), actor="staff:sari", at=now)

    database.writer.run(job)


def give_number_back(database: Database, user_id: int) -> None:
    """Let somebody of the team take back what "not me" in a chat did to a number."""

    def job(session: Session) -> None:
        speaks = session.scalar(select(IDENTITIES.c.customer_id).where(IDENTITIES.c.external_id == str(user_id)))
        claims = select(CLAIMS.c.id).where(CLAIMS.c.customer_id == speaks).order_by(CLAIMS.c.id.desc())
        assert reattach_number(session, session.scalar(claims) or 0, actor="staff:sari", at=datetime.now(UTC))

    database.writer.run(job)
