"""Finding who writes, or getting to know them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from crm.customers.models import ChannelIdentity, Chat, Customer
from crm.customers.newcomers import whole_newcomer
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared, Values
from crm.kernel.session import Session, insert_new

CUSTOMERS, IDENTITIES, CHATS = table_of(Customer), table_of(ChannelIdentity), table_of(Chat)


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes, as their channel shows them. `account` is the business's own there, `external_id` the person's."""

    channel: str
    account: str
    external_id: str
    name: str
    user_name: str | None = None
    language_code: str | None = None


_identity_of = Prepared(
    select(IDENTITIES.c.id, IDENTITIES.c.customer_id).where(
        IDENTITIES.c.channel == bindparam("channel"), IDENTITIES.c.external_id == bindparam("external_id")
    )
)
_new_customer = Prepared(insert(CUSTOMERS).returning(CUSTOMERS.c.id))
_root_itself = Prepared(
    update(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("customer_id")).values(root_id=CUSTOMERS.c.id)
)
_new_identity = insert_new(IDENTITIES, "id")
_account_of = Prepared(select(CHATS.c.external_id).where(CHATS.c.id == bindparam("chat")))
_new_chat = insert_new(CHATS, "id")


def meet(session: Session, person: Person, at: datetime) -> tuple[int, int, int]:
    """Return the ids of the person's customer, identity and private chat, creating what is new.

    Two processes that meet the same person at once agree: the unique identity decides, and the loser runs again.
    """
    known = session.first(_identity_of, {"channel": person.channel, "external_id": person.external_id})
    if known is None:
        return _get_to_know(session, person, at)
    identity_id, customer_id = known
    return customer_id, identity_id, _new_chat_of(session, person, identity_id)


def _get_to_know(session: Session, person: Person, at: datetime) -> tuple[int, int, int]:
    if not session.is_sqlite:
        ids = session.first(whole_newcomer, {**_address_of(person), **_shown_of(person), "name": person.name, "at": at})
        if ids is None:
            raise MetMeanwhileError(person.channel)
        return ids[0], ids[1], ids[2]
    customer_id = session.value(_new_customer, {"name": person.name, "created_at": at})
    session.change(_root_itself, {"customer_id": customer_id})
    shown = {"customer_id": customer_id, "channel": person.channel, "external_id": person.external_id}
    identity_id = session.value(_new_identity, {**shown, **_shown_of(person), "created_at": at})
    if identity_id is None:
        raise MetMeanwhileError(person.channel)
    return customer_id, identity_id, _new_chat_of(session, person, identity_id)


def _new_chat_of(session: Session, person: Person, identity_id: int) -> int:
    chat_id: int | None = session.value(
        _new_chat, {**_address_of(person), "kind": "private", "identity_id": identity_id}
    )
    if chat_id is None:
        raise MetMeanwhileError(person.channel)
    return chat_id


def account_of_chat(session: Session, chat_id: int) -> str:
    """Return the channel's number of whoever has a private chat."""
    return str(session.value(_account_of, {"chat": chat_id}))


def _address_of(person: Person) -> Values:
    return {"channel": person.channel, "account": person.account, "external_id": person.external_id}


def _shown_of(person: Person) -> Values:
    return {"user_name": person.user_name, "language_code": person.language_code}


class MetMeanwhileError(Exception):
    """Another process met the same person in this moment: run the job again, and find them."""
