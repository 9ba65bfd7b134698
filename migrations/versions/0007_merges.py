"""Merges of customers, each with its evidence, and their undoing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0007"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_CUSTOMERS = ("customer_id", "into_id", "child_id")


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in OF_CUSTOMERS),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", UtcTime(), nullable=True),
        *(sa.ForeignKeyConstraint([name], ["customers.id"], name=op.f(f"merges_{name}_fkey")) for name in OF_CUSTOMERS),
        sa.PrimaryKeyConstraint("id", name=op.f("merges_pkey")),
    )
    op.create_index("merges_of_customer", "merges", ["customer_id"])


def downgrade() -> None:
    op.drop_table("merges")
