"""Customers who were erased, and addresses that stay suppressed after them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0032"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REASON = sa.Enum("asked_to_stop", "by_the_business", name="suppressionreason", native_enum=False, length=32)


def upgrade() -> None:
    with op.batch_alter_table("customers") as batch_op:
        batch_op.add_column(sa.Column("erased_at", UtcTime(), nullable=True))
    op.create_index(op.f("notices_customer_id"), "notices", ["customer_id"])
    op.create_table(
        "suppressed_addresses",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reason", REASON, nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("suppressed_addresses_pkey")),
    )


def downgrade() -> None:
    op.drop_table("suppressed_addresses")
    op.drop_index(op.f("notices_customer_id"), table_name="notices")
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_column("erased_at")
