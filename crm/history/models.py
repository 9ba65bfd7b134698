"""The contact history and the outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base


class Direction(StrEnum):
    """Whose words an interaction holds."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    NOTE = "note"


class State(StrEnum):
    """What became of a delivery. `unknown`: it was sent, and no answer came."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"


class Holder(StrEnum):
    """Who answers a conversation now. While it is `WAITING`, the bot helps on; otherwise it listens."""

    BOT = "bot"
    WAITING = "waiting"  # a person was asked for, and none has taken it
    AGENT = "agent"
    SNOOZED = "snoozed"  # an agent's, put away until a moment or the customer's next words

    @property
    def is_agents(self) -> bool:
        """Whether the bot is silent."""
        return self in (Holder.AGENT, Holder.SNOOZED)


class Holds(StrEnum):
    """Where a message has the words, which an edit replaces."""

    TEXT = "text"
    CAPTION = "caption"
    NOTHING = "nothing"


class Conversation(Base):
    """A customer's talk with the business in one chat: who answers now, and up to where all is answered.

    `decide_at` puts the answer off: a sweep takes the conversation when it is due.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "conversations_due",
            "decide_at",
            sqlite_where=text("decide_at IS NOT NULL"),
            postgresql_where=text("decide_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), unique=True)
    holder: Mapped[str] = mapped_column(default=Holder.BOT.value)
    ownership_epoch: Mapped[int] = mapped_column(default=0)
    decided_through: Mapped[int] = mapped_column(default=0)
    decide_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    apologised_at: Mapped[datetime | None]
    asked: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


SHOWN = text("mirrored_through IS NOT NULL")
UNTOLD = text("told_at IS NULL")
"""The words of two small indexes, and of the queries that they serve."""

CHANGING = text("direction = 'outbound' AND kind IN ('edit', 'deletion')")
"""What the business said about words of its own: SQLite takes the index only for a condition with these very words."""


class Interaction(Base):
    """One row of the contact history. Rows are only added: an edit is a new row that names the message it replaces.

    `said_at` is the channel's time. `message_id` is the channel's number of the message itself, or, for an edit or a
    reaction, of the message it is about. `payload` keeps, as JSON, all that the text does not. A contact made
    elsewhere, such as a call or a visit, belongs to no conversation: its `conversation_id` is NULL.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        Index("interactions_of_customer", "customer_id", "id", "said_at"),  # the moment, to look at fewer rows
        Index("interactions_changing", "customer_id", sqlite_where=CHANGING, postgresql_where=CHANGING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    direction: Mapped[Direction]
    kind: Mapped[str]
    text: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    author: Mapped[str]
    said_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[int | None]
    album_id: Mapped[str | None]


class UnindexedInteraction(Base):
    """An interaction with words that the search does not know yet. Added with it, so that none is forgotten.

    Without a foreign key: it is added and taken away for every message, and always with its interaction.
    """

    __tablename__ = "unindexed_interactions"

    interaction_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SaidHour(Base):
    """The lowest and the highest number of the indexed interactions that were said within an hour, and how many.

    A contact that is added later for an earlier time widens that hour. It is never narrowed.
    """

    __tablename__ = "said_hours"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    first_id: Mapped[int]
    last_id: Mapped[int]
    lines: Mapped[int]


class Delivery(Base):
    """One thing to be done in one chat. `due_at` is when it may be tried next: NULL when nothing more will be tried.

    `purpose` is what marketing is for, as consent is given for it, or what a notice is for that nobody asked for:
    NULL for all else.

    What it quotes, changes or takes away is `target_message_id`, the customer's, or what came of `target_delivery_id`.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "deliveries_due",
            "priority",
            "id",
            sqlite_where=text("due_at IS NOT NULL AND priority < 3"),
            postgresql_where=text("due_at IS NOT NULL AND priority < 3"),
        ),
        Index(
            "deliveries_due_in_chat",
            "chat_id",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "deliveries_marketing_due",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL AND priority = 3"),
            postgresql_where=text("due_at IS NOT NULL AND priority = 3"),
        ),
        Index(
            "deliveries_marketing_left",
            "customer_id",
            sqlite_where=text("began_at IS NOT NULL AND priority = 3"),
            postgresql_where=text("began_at IS NOT NULL AND priority = 3"),
        ),
        Index("deliveries_of_interaction", "interaction_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    method: Mapped[str]
    priority: Mapped[int]
    purpose: Mapped[str | None]
    state: Mapped[State]
    reason: Mapped[str | None]
    ownership_epoch: Mapped[int | None]
    target_delivery_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id"))
    target_message_id: Mapped[int | None]
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    not_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    as_plain_text: Mapped[bool] = mapped_column(default=False)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SentMessage(Base):
    """One part of a delivery that the channel took, with the number it gave it: each picture of an album is a part."""

    __tablename__ = "sent_messages"
    __table_args__ = (Index("sent_messages_in_chat", "chat_id", "message_id"),)

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int]
    message_id: Mapped[int]
    holds: Mapped[Holds]


class Topic(Base):
    """A thread of its own in a chat of the staff's. The row is the truth: a thread that is gone there is made again.

    `thread_id` is the channel's number of it, NULL until it is made. `mirrored_through` is the last interaction of its
    customer that it shows, NULL while it follows nobody; it follows them through `mirrors_until`, NULL: on and on.
    `brief_due` is a key for the summary that must be written into it next.
    """

    __tablename__ = "topics"
    __table_args__ = (
        UniqueConstraint("chat_id", "key"),
        Index("topics_shown", "chat_id", "id", sqlite_where=SHOWN, postgresql_where=SHOWN),
        Index("topics_thread", "chat_id", "thread_id"),
        Index("topics_of_customer", "customer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    key: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    name: Mapped[str]
    thread_id: Mapped[int | None]
    is_closed: Mapped[bool] = mapped_column(default=False)
    mirrored_through: Mapped[int | None]
    mirrors_until: Mapped[int | None]
    brief_due: Mapped[str | None]


class AgentMessage(Base):
    """Which message in a staff chat an agent's words came from. `told_at` is when its fate was shown there.

    `message_id` is the channel's number of it: an edit there changes the customer's, and the mark goes on it.
    """

    __tablename__ = "agent_messages"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index("agent_messages_untold", "interaction_id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    message_id: Mapped[int]
    told_at: Mapped[datetime | None]


class SendingPause(Base):
    """The channel took nothing more from an account, in whatever chat. It is tried again at `not_before`.

    `lasts_ms` is how long this pause was meant to be at most; refused once more, the account waits twice as long.
    """

    __tablename__ = "sending_pauses"

    channel: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    not_before: Mapped[datetime]
    lasts_ms: Mapped[int]


class FactKind(StrEnum):
    """What a customer can state of themselves that is worth keeping."""

    ORDER = "order"
    PRODUCT = "product"
    ADDRESS = "address"
    PHONE = "phone"
    DATE = "date"
    PREFERENCE = "preference"


class FactState(StrEnum):
    """What a version of a fact says. `FORGOTTEN`: the customer took it away, and nothing of it is kept here."""

    STATED = "stated"
    CORRECTED = "corrected"
    FORGOTTEN = "forgotten"


class Fact(Base):
    """One version of something a customer stated. Rows are only added: of those with one `first_id` the newest holds.

    `interaction_id` is where they said it. `value` is normalised (E.164, ISO 8601, an order's number) or their words;
    forgetting empties it in all versions.
    """

    __tablename__ = "facts"
    __table_args__ = (
        Index("facts_of_customer", "customer_id", "first_id", "id"),
        Index("facts_versions", "first_id", "id"),
        Index(
            "facts_expiring",
            "expires_at",
            sqlite_where=text("expires_at IS NOT NULL"),
            postgresql_where=text("expires_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int | None]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    kind: Mapped[FactKind]
    state: Mapped[FactState]
    value: Mapped[str]
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"))
    stated_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    in_offers: Mapped[bool] = mapped_column(default=True)


class Notice(Base):
    """Something said outside any conversation: what the staff must know, or a word in a group that is not ours.

    `buttons` are rows of label, action and argument.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    text: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(index=True)
    at: Mapped[datetime]
    buttons: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))


class Media(Base):
    """A file that belongs to an interaction.

    Of what came in the metadata is kept at once, and the file fetched later within limits. What goes out is sent by its
    `file_id`, or from its `path`, and then has the `file_id` that the channel gave it.
    """

    __tablename__ = "media"
    __table_args__ = (
        Index(
            "media_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), index=True)
    kind: Mapped[str]
    file_id: Mapped[str | None]
    mime_type: Mapped[str | None]
    name: Mapped[str | None]
    size_bytes: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str | None]
    path: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
