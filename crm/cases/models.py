"""What is stored of a case."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base


class CaseState(StrEnum):
    """Where a case stands."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting_for_customer"
    SOLVED = "solved"
    CLOSED = "closed"


class CasePriority(StrEnum):
    """How soon a case matters. A complaint that comes back goes up by one."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    def raised(self) -> "CasePriority":
        """Return the next higher one; the highest stays."""
        return CasePriority.HIGH if self is CasePriority.NORMAL else CasePriority.URGENT


class Case(Base):
    """A complaint in the customer's words. `key` is that of the turn that opened it.

    `due_at` is by when the customer was promised a reply. `resolution` is how it ended, in words for the customer; it
    stays when the case is opened again, and `told_at` is when the customer last heard one. `owner` and `promise` are as
    customers may hear them: who handles it, and what happens at `promise_due_at`. `promise_kept_at` is when that was
    done, and `promise_kept_how` what was, in a sentence for the customer. `outlet` is the outlet's slug.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("cases_of_customer", "customer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    state: Mapped[CaseState]
    priority: Mapped[CasePriority] = mapped_column(server_default=CasePriority.NORMAL)
    category: Mapped[str]
    order_number: Mapped[str | None]
    outlet: Mapped[str | None]
    words: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    last_said_at: Mapped[datetime]
    owner: Mapped[str | None]
    promise: Mapped[str | None]
    promise_due_at: Mapped[datetime | None]
    promise_kept_at: Mapped[datetime | None]
    promise_kept_how: Mapped[str | None]
    solved_at: Mapped[datetime | None]
    resolution: Mapped[str | None]
    told_at: Mapped[datetime | None]
    earlier_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))


class CaseAttachment(Base):
    """Words that were added to a case later, and what that changed of it: detaching gives back what was `before`.

    `of_id` is the attachment that these words are another version of. `last_id` is the last of the interactions.
    """

    __tablename__ = "case_attachments"
    __table_args__ = (UniqueConstraint("case_id", "last_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    last_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"))
    of_id: Mapped[int | None] = mapped_column(ForeignKey("case_attachments.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class CaseInteraction(Base):
    """An interaction that belongs to a case. Detaching it is a row of the audit and the end of this one.

    What the case was opened with has no attachment.
    """

    __tablename__ = "case_interactions"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), primary_key=True, autoincrement=False)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("case_attachments.id"))


class CaseQuestion(Base):
    """Words that may be about a case, as long as the customer has not said so. At `due_at` they become their own."""

    __tablename__ = "case_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"))
    last_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), unique=True)
    due_at: Mapped[datetime] = mapped_column(index=True)


OPEN = text("ended_at IS NULL")
DUE = text("next_at IS NOT NULL")
"""The words of two small indexes, and of the queries that they serve."""


class Handoff(Base):
    """A conversation in the hands of people, from the request to the release. A conversation has one at a time.

    `waits_since` is since when the customer waits for words of ours, NULL while they do not. At `next_at` something is
    due: a reminder, the end of a snooze; `reminders` counts those that came. `topic_id` is where the staff see it.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("handoffs_open", "conversation_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("handoffs_due", "next_at", sqlite_where=DUE, postgresql_where=DUE),
        Index("handoffs_of_topic", "topic_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"))
    taken_at: Mapped[datetime | None]
    waits_since: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
