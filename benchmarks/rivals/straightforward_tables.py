"""What the straightforward bot remembers, as ORM classes."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The tables of this bot."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class SeenUpdate(Base):
    """An update that was handled, so that it is not handled again."""

    __tablename__ = "seen_updates"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Customer(Base):
    """Someone who wrote, known by the id of the chat."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    language: Mapped[str | None]
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Conversation(Base):
    """What a customer and the business are talking about."""

    __tablename__ = "conversations"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), unique=True)
    customer: Mapped[Customer] = relationship()
    state: Mapped[str] = mapped_column(default="open")
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Interaction(Base):
    """One message, in or out."""

    __tablename__ = "interactions"
    __table_args__ = (Index("interactions_of_customer", "customer_id", "id"), UniqueConstraint("update_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    conversation: Mapped[Conversation] = relationship()
    customer: Mapped[Customer] = relationship()
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    direction: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


class Delivery(Base):
    """Whether an outbound message reached Telegram."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), unique=True)
    interaction: Mapped[Interaction] = relationship()
    state: Mapped[str] = mapped_column(default="queued")
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]
