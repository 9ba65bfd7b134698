"""What the Telegram edge itself keeps: which updates it has seen, and those that it could not handle."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base


class SeenUpdate(Base):
    """An update that was handled. Pruned after three days: ids restart at random after a quiet week."""

    __tablename__ = "seen_updates"

    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class ParkedUpdate(Base):
    """An update that could not be handled, kept whole. `ingat updates retry` plays it again."""

    __tablename__ = "parked_updates"
    __table_args__ = (UniqueConstraint("bot_id", "update_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int]
    update_id: Mapped[int]
    raw: Mapped[str]
    error: Mapped[str]
    parked_at: Mapped[datetime]
    played_at: Mapped[datetime | None]
