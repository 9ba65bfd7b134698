"""What is stored: every answer a customer gave, with its evidence, and what stops all marketing to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.consent.purposes import Purpose, SuppressionReason
from crm.kernel.models import Base


class Consent(Base):
    """One answer to one purpose. Rows are only added: the newest answer counts, the older ones are its history.

    `interaction_id` is the customer's own message or press, `wording_version` the words that it answered.
    """

    __tablename__ = "consents"
    __table_args__ = (Index("consents_newest", "customer_id", "purpose", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    purpose: Mapped[Purpose]
    given: Mapped[bool]
    stated_at: Mapped[datetime]
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"))
    wording_version: Mapped[str]


class Suppression(Base):
    """No marketing goes to a customer since `since`, until it is lifted."""

    __tablename__ = "suppressions"
    __table_args__ = (
        Index(
            "suppressions_in_force",
            "customer_id",
            "reason",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    reason: Mapped[SuppressionReason]
    since: Mapped[datetime]
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))
    lifted_at: Mapped[datetime | None]


class ConsentAsk(Base):
    """A customer was asked, unbidden, whether offers are welcome: once and never again."""

    __tablename__ = "consent_asks"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]
    wording_version: Mapped[str]


class SuppressedAddress(Base):
    """An address to which no marketing goes, whoever has it: somebody who was erased had stopped it.

    `fingerprint` stands for the channel and the address, which is not kept.
    """

    __tablename__ = "suppressed_addresses"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[SuppressionReason]
    since: Mapped[datetime]
