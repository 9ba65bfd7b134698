"""What customers state and what they said yes to: facts, consents, what stops marketing, and what marketing is for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0006"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


KIND = _words("factkind", "order", "product", "address", "phone", "date", "preference")
STATE = _words("factstate", "stated", "corrected", "forgotten")
PURPOSE = _words("purpose", "service", "offers", "greetings", "partner_offers")
REASON = _words("suppressionreason", "asked_to_stop", "by_the_business")


def _belongs_to(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    of = {"customer_id": "customers.id", "interaction_id": "interactions.id"}
    return [sa.ForeignKeyConstraint([name], [of[name]], name=op.f(f"{table}_{name}_fkey")) for name in columns]


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("purpose", sa.Text(), nullable=True))
    op.create_table(
        "facts",
        sa.Column("id", ID, nullable=False),
        sa.Column("first_id", ID, nullable=True),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("interaction_id", ID, nullable=False),
        sa.Column("stated_at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=True),
        sa.Column("in_offers", sa.Boolean(), nullable=False),
        *_belongs_to("facts", "customer_id", "interaction_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("facts_pkey")),
    )
    op.create_index("facts_of_customer", "facts", ["customer_id", "first_id", "id"])
    op.create_table(
        "consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("purpose", PURPOSE, nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("stated_at", UtcTime(), nullable=False),
        sa.Column("interaction_id", ID, nullable=False),
        sa.Column("wording_version", sa.Text(), nullable=False),
        *_belongs_to("consents", "customer_id", "interaction_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("consents_pkey")),
    )
    op.create_index("consents_newest", "consents", ["customer_id", "purpose", "id"])
    op.create_table(
        "suppressions",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("reason", REASON, nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("interaction_id", ID, nullable=True),
        sa.Column("lifted_at", UtcTime(), nullable=True),
        *_belongs_to("suppressions", "customer_id", "interaction_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("suppressions_pkey")),
    )
    op.create_index(
        "suppressions_in_force",
        "suppressions",
        ["customer_id", "reason"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "consent_asks",
        sa.Column("customer_id", ID, autoincrement=False, nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("wording_version", sa.Text(), nullable=False),
        *_belongs_to("consent_asks", "customer_id"),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("consent_asks_pkey")),
    )


def downgrade() -> None:
    op.drop_table("consent_asks")
    op.drop_table("suppressions")
    op.drop_table("consents")
    op.drop_table("facts")
    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.drop_column("purpose")
