"""Adding to the contact history what came in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, Text, any_, bindparam, func, insert, select

from crm.customers.models import ChannelIdentity, Chat, Customer
from crm.history.appending import append_interaction
from crm.history.content import Attachment, Said
from crm.history.models import Conversation, Direction, Interaction, Media
from crm.kernel.errors import ChangedMeanwhileError
from crm.kernel.masking_split import MARK, completes_secret, may_be_secret
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CONVERSATIONS, MEDIA, INTERACTIONS = table_of(Conversation), table_of(Media), table_of(Interaction)
CUSTOMERS, IDENTITIES, CHATS = table_of(Customer), table_of(ChannelIdentity), table_of(Chat)

ANNOUNCED = timedelta(minutes=10)
"""Who says what a number is says the number within so long."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with all that one turn needs to know of it, read in one query under the customer's lock."""

    conversation_id: int
    customer_id: int
    chat_id: int
    identity_id: int
    holder: str
    ownership_epoch: int
    decided_through: int
    decide_at: datetime | None
    introduced_at: datetime | None
    apologised_at: datetime | None
    asked: dict[str, Any] | None
    customer_name: str
    language: str | None
    language_chosen: bool
    language_code: str | None
    closed_reason: str | None
    reach_changed_at: datetime | None
    address_form: str | None = None


_columns = (
    CONVERSATIONS.c.id,
    CONVERSATIONS.c.customer_id,
    CONVERSATIONS.c.chat_id,
    IDENTITIES.c.id,
    CONVERSATIONS.c.holder,
    CONVERSATIONS.c.ownership_epoch,
    CONVERSATIONS.c.decided_through,
    CONVERSATIONS.c.decide_at,
    CONVERSATIONS.c.introduced_at,
    CONVERSATIONS.c.apologised_at,
    CONVERSATIONS.c.asked,
    CUSTOMERS.c.name,
    CUSTOMERS.c.language,
    CUSTOMERS.c.language_chosen,
    IDENTITIES.c.language_code,
    IDENTITIES.c.closed_reason,
    IDENTITIES.c.reach_changed_at,
    CUSTOMERS.c.address_form,
)
_root = CUSTOMERS.alias("root")
_found = (
    CHATS.join(CONVERSATIONS, CONVERSATIONS.c.chat_id == CHATS.c.id)
    .join(IDENTITIES, IDENTITIES.c.id == CHATS.c.identity_id)
    .join(CUSTOMERS, CUSTOMERS.c.id == CONVERSATIONS.c.customer_id)
    .join(_root, _root.c.id == CUSTOMERS.c.root_id)
)
_talk_in = (
    select(*_columns)
    .select_from(_found)
    .where(
        CHATS.c.channel == bindparam("channel"),
        CHATS.c.account == bindparam("account"),
        CHATS.c.external_id == bindparam("external_id"),
    )
)
# PostgreSQL locks in this order, the root first, and reads what it locks anew where it has changed since the statement
# began, as while it waited: what is returned is what was committed last, for all columns are of locked rows. The lock
# is FOR NO KEY UPDATE, so that who only refers to a customer need not wait.
_locked_talk_in = _talk_in.with_for_update(key_share=True, of=[_root, CUSTOMERS, CONVERSATIONS, IDENTITIES])
_talk = Prepared(_talk_in, postgresql=_locked_talk_in)  # SQLite has one writer: it needs no lock on a row
_in_these_chats = (
    CHATS.c.channel == bindparam("channel"),
    CHATS.c.account == bindparam("account"),
    CHATS.c.external_id == any_(bindparam("external_ids", type_=ARRAY(Text))),
)
# Who got another root while this waited for the old one's lock is locked, too, so read anew, and drops out: then fewer
# are locked than there are. Who is new is in neither half. One statement, for both halves must see the same.
_locked = (
    select(CHATS.c.external_id)
    .select_from(_found)
    .where(*_in_these_chats)
    .order_by(_root.c.id)
    .with_for_update(key_share=True, of=[_root, CUSTOMERS])
    .cte("locked")
)
_roots_in = Prepared(
    select(
        select(func.count()).select_from(_locked).scalar_subquery(),
        select(func.count()).select_from(_found).where(*_in_these_chats).scalar_subquery(),
    )
)
_address_of = Prepared(
    select(CHATS.c.channel, CHATS.c.account, CHATS.c.external_id)
    .join(CONVERSATIONS, CONVERSATIONS.c.chat_id == CHATS.c.id)
    .where(CONVERSATIONS.c.id == bindparam("conversation"))
)
_said_last = Prepared(
    select(INTERACTIONS.c.text)
    .where(
        INTERACTIONS.c.customer_id == bindparam("customer"),
        INTERACTIONS.c.conversation_id == bindparam("conversation"),
        INTERACTIONS.c.direction == Direction.INBOUND,
        INTERACTIONS.c.kind == "text",
        INTERACTIONS.c.said_at >= bindparam("since"),
    )
    .order_by(INTERACTIONS.c.id.desc())
    .limit(1)
)
_new_conversation = Prepared(insert(CONVERSATIONS))
_new_media = Prepared(insert(MEDIA))


def find_talk(session: Session, channel: str, account: str, external_id: str) -> Talk | None:
    """Return the conversation in a chat, its customer's root row locked first; None if nobody wrote there before.

    None, too, if the customer got another root while this waited for the lock: the job runs again then, as for one who
    was met meanwhile.
    """
    row = session.first(_talk, {"channel": channel, "account": account, "external_id": external_id})
    return Talk(*row) if row is not None else None


def find_talk_of(session: Session, conversation_id: int) -> Talk:
    """Return a conversation by its number, its customer's root row locked first.

    Raises LookupError for a number that there is not.
    """
    address = session.first(_address_of, {"conversation": conversation_id})
    talk = None if address is None else find_talk(session, *address)
    if talk is None:
        raise LookupError(f"there is no conversation {conversation_id}")
    return talk


def lock_roots_in(session: Session, external_ids: Sequence[str], *, channel: str, account: str) -> None:
    """Lock the roots of all who write in these chats, in ascending order, as everybody does who locks several.

    For PostgreSQL alone. Who is new has no row yet. Raises ChangedMeanwhileError if somebody got another root while
    this waited: that one could only be locked out of order, with the old one still held.
    """
    values = {"channel": channel, "account": account, "external_ids": list(external_ids)}
    ((locked, known),) = session.rows(_roots_in, values)
    if locked != known:
        raise ChangedMeanwhileError


def start_talk(session: Session, customer_id: int, chat_id: int) -> None:
    """Open the conversation of a new chat."""
    session.change(_new_conversation, {"customer_id": customer_id, "chat_id": chat_id})


def mark_rest_of_secret(session: Session, talk: Talk, said: Said) -> Said:
    """Return what was said with a mark where it is the secret that the customer's last words have announced."""
    if not may_be_secret(said.text):
        return said
    values = {"customer": talk.customer_id, "conversation": talk.conversation_id, "since": said.said_at - ANNOUNCED}
    before = session.value(_said_last, values)
    if before is None or not completes_secret(before, said.text):
        return said
    return replace(said, payload={**(said.payload or {}), MARK: True})


def record_inbound(session: Session, talk: Talk, said: Said, now: datetime) -> int | None:
    """Append what the customer said and return its id, or None if it is in the history already."""
    interaction_id = append_interaction(
        session,
        {
            "customer_id": talk.customer_id,
            "conversation_id": talk.conversation_id,
            "direction": Direction.INBOUND,
            "kind": said.kind,
            "text": said.text,
            "payload": said.payload,
            "author": "customer",
            "said_at": said.said_at,
            "recorded_at": now,
            "key": said.key,
            "message_id": said.message_id,
            "album_id": said.album_id,
        },
    )
    if interaction_id is not None and said.attachment is not None:
        _expect_file(session, talk.customer_id, interaction_id, said.attachment, now)
    return interaction_id


def _expect_file(session: Session, customer_id: int, interaction_id: int, file: Attachment, now: datetime) -> None:
    session.change(
        _new_media,
        {
            "customer_id": customer_id,
            "interaction_id": interaction_id,
            "kind": file.kind,
            "file_id": file.file_id,
            "mime_type": file.mime_type,
            "name": file.name,
            "size_bytes": file.size_bytes,
            "due_at": now,
        },
    )
    session.touched.add("media")


def record_note(
    session: Session, talk: Talk, key: str, text: str, now: datetime, *, author: str = "system"
) -> int | None:
    """Append an internal note: the staff read it, the customer never does. Returns its id, None if it is there."""
    return append_interaction(
        session,
        {
            "customer_id": talk.customer_id,
            "conversation_id": talk.conversation_id,
            "direction": Direction.NOTE,
            "kind": "note",
            "text": text,
            "author": author,
            "said_at": now,
            "recorded_at": now,
            "key": key,
        },
    )
