"""Customers who are known by a phone and a card, and chats that show it."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import insert, update

from crm.conversation.turns import talk_with
from crm.customers import ChannelIdentity, Customer, CustomerDetails, Person, Standing, standing_of
from crm.customers.claiming import Claimed, make_claim
from crm.customers.finding import find_known
from crm.customers.signs import Sign
from crm.history import Talk
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.talking import NOON

CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)
PHONE = "+6281234567890"
LATELY = NOON - timedelta(days=10)
T = TypeVar("T")
_people = count(1)


def run(database: Database, job: Callable[[Session], T]) -> T:
    return database.writer.run(job)


def chat(database: Database, name: str = "Siti") -> Talk:
    person = Person("telegram", "42", f"c{next(_people)}", name)
    return run(database, lambda session: talk_with(session, person, NOON))


def imported(session: Session, name: str = "Siti Rahma", *, card: str = "SG 100200", owns_phone: bool = True) -> int:
    """Import a customer whose phone is PHONE, as the import does."""
    customer_id: int = session.scalar(insert(CUSTOMERS).returning(CUSTOMERS.c.id), {"name": name, "created_at": NOON})
    session.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == customer_id).values(root_id=customer_id))
    session.execute(
        insert(DETAILS),
        {
            "customer_id": customer_id, "source": "import", "source_id": str(customer_id), "phone": PHONE, "card": card,
            "birthday": date(1990, 3, customer_id % 28 + 1), "last_active_at": LATELY, "imported_at": NOON,
        },
    )  # fmt: skip
    if owns_phone:
        values = {"customer_id": customer_id, "channel": "phone", "external_id": PHONE, "created_at": NOON}
        session.execute(insert(IDENTITIES), values)
    return customer_id


def shares_phone(session: Session, talk: Talk) -> Claimed:
    known = find_known(session, "phone", PHONE, besides=talk.customer_id)
    return make_claim(
        session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="phone", value=PHONE, known=known,
        names=[talk.customer_name], signs={Sign.PHONE}, at=NOON,
    )  # fmt: skip


def standing_in(database: Database, talk: Talk) -> Standing:
    with database.reading() as session:
        return standing_of(session, talk.customer_id)
