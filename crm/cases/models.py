"""What is stored of a case."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base


class CaseState(StrEnum):
    """Where a case stands."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting_for_customer"
    SOLVED = "solved"
    CLOSED = "closed"


class Case(Base):
    """A complaint in the customer's words. `key` is that of the turn that opened it.

    `due_at` is by when the customer was promised a reply.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("cases_of_customer", "customer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    state: Mapped[CaseState]
    category: Mapped[str]
    order_number: Mapped[str | None]
    words: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    last_said_at: Mapped[datetime]


class CaseInteraction(Base):
    """An interaction that belongs to a case. Detaching it is a row of the audit and the end of this one."""

    __tablename__ = "case_interactions"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), primary_key=True, autoincrement=False)
