"""What is stored of the staff: who they are, the links that make them so, and the groups they work in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base

ACTIVE = text("removed_at IS NULL")
"""The words of an index, and of the queries that it serves."""


class Role(StrEnum):
    """What somebody may do. Who leads may do all that an agent may, and run the team."""

    OWNER = "owner"
    LEAD = "lead"
    AGENT = "agent"
    CASHIER = "cashier"

    @property
    def leads(self) -> bool:
        """Whether they add and remove others, and bind groups."""
        return self in (Role.OWNER, Role.LEAD)

    @property
    def answers(self) -> bool:
        """Whether they take over conversations."""
        return self is not Role.CASHIER


class GroupState(StrEnum):
    """How far a group has come. `INVITED`: the bot was taken in by somebody who leads, and waits for the code."""

    INVITED = "invited"
    BOUND = "bound"
    LOST = "lost"  # the bot was put out of it, and will find it bound when it is taken in again


class StaffMember(Base):
    """Somebody who works for the business, by their own account on a channel. Who was removed keeps their row."""

    __tablename__ = "staff_members"
    __table_args__ = (
        Index(
            "staff_members_active", "channel", "external_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[Role]
    channel: Mapped[str]
    external_id: Mapped[str]
    on_duty: Mapped[bool]
    joined_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class StaffLink(Base):
    """A link, or a group's code, that works once and not for long. Of the secret in it only the hash is kept.

    `role` None: it binds a group. `name` is what the member will be called; without one, as their account is.
    """

    __tablename__ = "staff_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role | None]
    name: Mapped[str | None]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffGroup(Base):
    """A group of the staff's. `lacks` are the rights that the bot was last seen without; None: not seen yet.

    `list_message_id` is the message there that shows who waits, `list_hash` what it says now.
    """

    __tablename__ = "staff_groups"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True, autoincrement=False)
    state: Mapped[GroupState]
    title: Mapped[str | None]
    is_forum: Mapped[bool]
    lacks: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    since: Mapped[datetime]
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"))
    list_message_id: Mapped[int | None]
    list_hash: Mapped[str | None]
