"""What is stored of a customer."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base

UNINDEXED = text("indexed_name IS NULL OR indexed_name <> name")
"""Whose name no search finds: SQLite takes the index only for a condition with these very words."""
IN_FORCE = text("undone_at IS NULL")


class Customer(Base):
    """A person. `root_id` names whom the business now knows: a merge sets it, an undo sets it back.

    `address_form` and `birthday` are as the customer said themselves; the first is one of the business's two forms.
    `indexed_name` is the name by which the search finds them. Where it is not `name`, it waits to be indexed, whoever
    wrote the name. `erased_at` is when all that says who they are was taken out: what is left is a tombstone.
    """

    __tablename__ = "customers"
    __table_args__ = (Index("customers_unindexed", "id", sqlite_where=UNINDEXED, postgresql_where=UNINDEXED),)

    id: Mapped[int] = mapped_column(primary_key=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    name: Mapped[str]
    indexed_name: Mapped[str | None]
    language: Mapped[str | None]
    language_chosen: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    address_form: Mapped[str | None]
    birthday: Mapped[date | None]
    erased_at: Mapped[datetime | None]


class ChannelIdentity(Base):
    """A customer on a channel: (channel, external id). Closed while what we send there cannot arrive.

    What was imported or typed is unverified: `verified_how` says by what it was proved, and `verified_at` when.
    `user_name_folded` is the user name in small letters, kept by the database: their case does not count.
    """

    __tablename__ = "channel_identities"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    channel: Mapped[str]
    external_id: Mapped[str]
    user_name: Mapped[str | None]
    user_name_folded: Mapped[str | None] = mapped_column(Computed("lower(user_name)", persisted=True), index=True)
    language_code: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_reason: Mapped[str | None]
    reach_changed_at: Mapped[datetime | None]
    verified_how: Mapped[str | None]
    verified_at: Mapped[datetime | None]


class Chat(Base):
    """An address on a channel, as one of the business's accounts there sees it. When it moves, this row moves alone.

    `leave_id` is the delivery by which a place that is not ours was left last, `title` what it was called then.
    """

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id"),
        Index("chats_of_staff", "id", sqlite_where=text("kind = 'staff'"), postgresql_where=text("kind = 'staff'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    account: Mapped[str]
    external_id: Mapped[str]
    kind: Mapped[str]
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("channel_identities.id"), index=True)
    not_before: Mapped[datetime | None]
    leave_id: Mapped[int | None]
    title: Mapped[str | None]


class NameWord(Base):
    """A word of a customer's name: mistyped words are compared with these. The row of the empty word is a lock."""

    __tablename__ = "name_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(unique=True)


class CustomerDetails(Base):
    """What another system of the business knows of a customer, as it was imported: none of it is verified.

    `source` is that system and `source_id` the customer's number there. A phone number, e-mail address or card that
    another customer has already stands only here, not among the channel identities: families share phones. The phone
    is in E.164, the e-mail address in small letters, the card as written, in capitals and without blanks. `origin` is
    where the business got to know them, in its own words.
    """

    __tablename__ = "customer_details"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True, autoincrement=False)
    source: Mapped[str]
    source_id: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str | None] = mapped_column(index=True)
    card: Mapped[str | None] = mapped_column(index=True)
    birthday: Mapped[date | None]
    city: Mapped[str | None]
    address: Mapped[str | None]
    outlet: Mapped[str | None]
    origin: Mapped[str | None]
    last_active_at: Mapped[datetime | None]
    imported_at: Mapped[datetime]


class Merge(Base):
    """One decision that a customer is somebody whom the business knows already. Nothing else is changed by it.

    `customer_id` and `into_id` are the two that were meant; `child_id` is the root that the first had until then.
    An undone merge keeps its row.
    """

    __tablename__ = "merges"
    __table_args__ = (Index("merges_of_customer", "customer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor: Mapped[str]
    at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]


class ClaimState(StrEnum):
    """How far a chat's claim has come."""

    ASKED = "asked"  # found, not said to be theirs yet, or a second sign is missing
    CONFIRMED = "confirmed"  # said to be theirs, with nothing that proves it
    OPEN = "open"  # proved: this chat is told what belongs to it
    ENDED = "ended"  # "not me", or taken back


class Claim(Base):
    """A chat's claim to be a customer whom the business knows, with the signs that speak for it.

    `value` on `channel` is what was shown ("phone" and a number in E.164, "card" and its number; "merge" and the number
    of one that somebody else made). `customer_id` is the customer who speaks in the chat, `known_id` who is meant: not
    known yet while several share a number. `tries` counts second signs that were wrong. While it is open, `merge_id`
    is what makes the two one person. `because` is why somebody of the business refused it.
    """

    __tablename__ = "claims"
    __table_args__ = (Index("claims_of_chat", "chat_id", "channel", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    known_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    channel: Mapped[str]
    value: Mapped[str]
    signs: Mapped[list[Any]] = mapped_column(JSON)
    is_doubtful: Mapped[bool]
    tries: Mapped[int] = mapped_column(default=0)
    state: Mapped[ClaimState]
    merge_id: Mapped[int | None] = mapped_column(ForeignKey("merges.id"), index=True)
    claimed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    because: Mapped[str | None]


class DetachedNumber(Base):
    """A telephone number that is a customer's no more: its holder now, by Telegram's word, said that it is not they.

    An import may go on naming it, for the other system has not heard. `had_identity` is whether it was one of the
    customer's channel identities, which an undo gives back as it was.
    """

    __tablename__ = "detached_numbers"
    __table_args__ = (
        Index("detached_numbers_in_force", "number", "customer_id", sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    number: Mapped[str]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    had_identity: Mapped[bool]
    created_at: Mapped[datetime | None]
    verified_how: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    detached_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class DeepLink(Base):
    """A link into the chat that hangs somewhere: on a receipt, which one person scans once, or on a poster, for all."""

    __tablename__ = "deep_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source: Mapped[str]
    outlet: Mapped[str | None]
    receipt: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DeepLinkUse(Base):
    """Who came by a link, and when: each customer once."""

    __tablename__ = "deep_link_uses"
    __table_args__ = (UniqueConstraint("link_id", "customer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("deep_links.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    used_at: Mapped[datetime]
