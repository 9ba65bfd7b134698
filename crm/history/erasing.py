"""Taking out what was said: the only thing that removes words. What is left says that something was, and when."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, literal, select, update

from crm.customers.models import ChannelIdentity, Chat
from crm.history.indexing import WORDS, forget_words
from crm.history.models import (
    Conversation,
    Delivery,
    Direction,
    Fact,
    FactState,
    Interaction,
    Media,
    Notice,
    State,
    Topic,
)
from crm.history.tokens import tokens_of
from crm.history.topics import rename_topic
from crm.kernel.erasing import ERASED
from crm.kernel.models import table_of
from crm.kernel.session import Session

INTERACTIONS, MEDIA, DELIVERIES = table_of(Interaction), table_of(Media), table_of(Delivery)
FACTS, NOTICES, TOPICS = table_of(Fact), table_of(Notice), table_of(Topic)
CONVERSATIONS, CHATS, IDENTITIES = table_of(Conversation), table_of(Chat), table_of(ChannelIdentity)


def end_talks(session: Session, customer_ids: Collection[int], heirs: Mapping[int, int], at: datetime) -> None:
    """End what goes on with these customers: nothing more is sent to them, asked of them or decided for them.

    `heirs` are chats in which others speak, too, with one of those, who speaks there from now on.
    """
    for chat_id, other_id in heirs.items():
        session.execute(
            update(CONVERSATIONS)
            .where(CONVERSATIONS.c.chat_id == chat_id, CONVERSATIONS.c.customer_id.in_(customer_ids))
            .values(customer_id=other_id, asked=None)
        )
    _back_to_the_owner(session, customer_ids)
    session.execute(
        update(CONVERSATIONS)
        .where(CONVERSATIONS.c.customer_id.in_(customer_ids))
        .values(asked=None, decide_at=None, holder="bot", ownership_epoch=CONVERSATIONS.c.ownership_epoch + 1)
    )
    own = select(IDENTITIES.c.id).where(IDENTITIES.c.customer_id.in_(customer_ids))
    chats = select(CHATS.c.id).where(CHATS.c.identity_id.in_(own))
    _send_nothing(session, DELIVERIES.c.chat_id.in_(chats), at)


def _send_nothing(session: Session, condition: Any, at: datetime) -> None:
    session.execute(
        update(DELIVERIES)
        .where(condition, DELIVERIES.c.due_at.is_not(None))
        .values(state=State.SUPPRESSED, reason=ERASED, due_at=None, ended_at=at)
    )


def _back_to_the_owner(session: Session, customer_ids: Collection[int]) -> None:
    """Let the owner of a chat speak in it where one of these customers spoke there last."""
    owner = (
        select(IDENTITIES.c.customer_id)
        .join(CHATS, CHATS.c.identity_id == IDENTITIES.c.id)
        .where(CHATS.c.id == CONVERSATIONS.c.chat_id)
        .scalar_subquery()
    )
    session.execute(
        update(CONVERSATIONS)
        .where(CONVERSATIONS.c.customer_id.in_(customer_ids), owner.not_in(customer_ids))
        .values(customer_id=owner, asked=None)
    )


def forget_statements(session: Session, customer_ids: Collection[int], at: datetime) -> None:
    """Take out what these customers stated of themselves, and what the staff were told of them."""
    session.execute(
        update(FACTS).where(FACTS.c.customer_id.in_(customer_ids)).values(value="", state=FactState.FORGOTTEN)
    )
    told = select(NOTICES.c.id).where(NOTICES.c.customer_id.in_(customer_ids))
    _send_nothing(session, DELIVERIES.c.notice_id.in_(told), at)
    session.execute(
        update(NOTICES)
        .where(NOTICES.c.customer_id.in_(customer_ids))
        .values(text="", buttons=None, key=literal(f"{ERASED}:").concat(cast(NOTICES.c.id, Text)))
    )
    session.execute(
        update(TOPICS)
        .where(TOPICS.c.customer_id.in_(customer_ids))
        .values(mirrored_through=None, mirrors_until=None, brief_due=None)
    )
    for topic in session.execute(select(TOPICS.c.id).where(TOPICS.c.customer_id.in_(customer_ids))).scalars().all():
        rename_topic(session, topic, ERASED, at)


def next_words(session: Session, customer_ids: Collection[int], most: int) -> list[int]:
    """Return interactions of these customers that still have their words, the oldest first."""
    query = select(INTERACTIONS.c.id).where(INTERACTIONS.c.customer_id.in_(customer_ids), INTERACTIONS.c.kind != ERASED)
    return list(session.execute(query.order_by(INTERACTIONS.c.id).limit(most)).scalars())


def kept_files(session: Session, interaction_ids: Collection[int]) -> list[str]:
    """Return the files that came in with these interactions and are kept here, below the folder of kept files."""
    query = (
        select(MEDIA.c.path)
        .join(INTERACTIONS, INTERACTIONS.c.id == MEDIA.c.interaction_id)
        .where(
            MEDIA.c.interaction_id.in_(interaction_ids),
            MEDIA.c.path.is_not(None),
            INTERACTIONS.c.direction == Direction.INBOUND,
        )
    )
    return list(session.execute(query).scalars())


def erase_words(session: Session, interaction_ids: Collection[int], at: datetime) -> None:
    """Take the words, files and names out of interactions. Each stays as a tombstone: whose it was, and when."""
    forget_words(session, interaction_ids)
    these = INTERACTIONS.c.id.in_(interaction_ids)
    rows = session.execute(
        select(INTERACTIONS.c.id, INTERACTIONS.c.customer_id, INTERACTIONS.c.said_at).where(these)
    ).all()
    session.execute(
        update(INTERACTIONS)
        .where(these)
        .values(
            kind=ERASED, text="", payload=None, message_id=None, album_id=None,
            key=literal(f"{ERASED}:").concat(cast(INTERACTIONS.c.id, Text)),
        )
    )  # fmt: skip
    WORDS.add(session, [(row.id, tokens_of(row.customer_id, row.said_at, "")) for row in rows])
    session.execute(
        update(MEDIA)
        .where(MEDIA.c.interaction_id.in_(interaction_ids))
        .values(file_id=None, mime_type=None, name=None, path=None, reason=None, state=ERASED, due_at=None)
    )
    _send_nothing(session, DELIVERIES.c.interaction_id.in_(interaction_ids), at)
