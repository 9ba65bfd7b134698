"""The declarative base, the column types, and the tables that belong to no package in particular."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's number. SQLite numbers rows by itself only where the column is INTEGER."""


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL, whole microseconds since 1970 on SQLite, which knows no moments.

    A moment without a zone is refused rather than guessed.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Store an integer on SQLite: it compares as moments do, and costs a fifth of a text to write and read."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        return (value - EPOCH) // MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return EPOCH + timedelta(microseconds=value)
        moment: datetime = value
        return moment.astimezone(UTC)


def _words_of(kind: type[StrEnum]) -> Enum:
    """Store an enumeration as its values in plain text: a new value needs no migration."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda each: [member.value for member in each])


class Base(DeclarativeBase):
    """The mapped classes declare the tables. They are read and written by Core statements (ADR 2)."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcTime, int: Id, str: Text, StrEnum: _words_of(StrEnum)}


def table_of(model: type[Base]) -> Table:
    """Return the table that a mapped class declares."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} declares no table")
    return table


class AuditEntry(Base):
    """Who changed what, written in the transaction of the change. `subject` names a row, as in `case:42`."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]


class Lease(Base):
    """Who alone may do a thing until when, in the database's time. `term` grows with every new holder."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    expires_at: Mapped[datetime]
    term: Mapped[int] = mapped_column(default=1)


class Secret(Base):
    """A key that this installation made for itself, in hexadecimal, so that nobody must set one."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
