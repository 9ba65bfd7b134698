"""Claims that a person decides, numbers that are taken off a customer, promises that were kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0013"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_FORCE = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.add_column("claims", sa.Column("because", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("promise_kept_at", UtcTime(), nullable=True))
    op.add_column("cases", sa.Column("promise_kept_how", sa.Text(), nullable=True))
    op.create_table(
        "detached_numbers",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("had_identity", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=True),
        sa.Column("verified_how", sa.Text(), nullable=True),
        sa.Column("verified_at", UtcTime(), nullable=True),
        sa.Column("detached_at", UtcTime(), nullable=False),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("detached_numbers_claim_id_fkey")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("detached_numbers_customer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("detached_numbers_pkey")),
    )
    op.create_index(op.f("detached_numbers_claim_id"), "detached_numbers", ["claim_id"])
    op.create_index(
        "detached_numbers_in_force",
        "detached_numbers",
        ["number", "customer_id"],
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )


def downgrade() -> None:
    op.drop_table("detached_numbers")
    op.drop_column("cases", "promise_kept_how")
    op.drop_column("cases", "promise_kept_at")
    op.drop_column("claims", "because")
