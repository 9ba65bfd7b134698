"""What other systems of the business know: customers' details, orders, and contacts made outside any conversation."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0003"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = (
    *("unpaid", "received", "preparing", "ready", "shipped", "delivered"),
    *("failed", "returned", "refunded", "cancelled", "other"),
)
STATE = sa.Enum(*STATES, name="orderstate", native_enum=False, length=32)


def upgrade() -> None:
    with op.batch_alter_table("interactions") as batch_op:
        batch_op.alter_column("conversation_id", existing_type=ID, nullable=True)
    op.create_table(
        "customer_details",
        sa.Column("customer_id", ID, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("source_id", "phone", "email", "card")),
        sa.Column("birthday", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("city", "address", "outlet", "origin")),
        sa.Column("last_active_at", UtcTime(), nullable=True),
        sa.Column("imported_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("customer_details_customer_id_fkey")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("customer_details_pkey")),
        sa.UniqueConstraint("source", "source_id", name=op.f("customer_details_source_source_id_key")),
    )
    for name in ("phone", "email", "card"):
        op.create_index(op.f(f"customer_details_{name}"), "customer_details", [name])
    op.create_table(
        "orders",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("phone", "card", "customer_source_id")),
        sa.Column("state", STATE, nullable=False),
        sa.Column("state_words", sa.Text(), nullable=False),
        sa.Column("as_of", UtcTime(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("courier", sa.Text(), nullable=True),
        sa.Column("tracking_number", sa.Text(), nullable=True),
        sa.Column("total", ID, nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("orders_customer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("orders_pkey")),
        sa.UniqueConstraint("source", "number", name=op.f("orders_source_number_key")),
    )
    for name in ("number", "phone", "card"):
        op.create_index(op.f(f"orders_{name}"), "orders", [name])
    op.create_index("orders_of_customer", "orders", ["customer_id", "id"])
    op.create_table(
        "order_state_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("state_words", sa.Text(), nullable=False),
        sa.Column("as_of", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("order_state_changes_order_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("order_state_changes_pkey")),
        sa.UniqueConstraint(
            "order_id", "as_of", "state_words", name=op.f("order_state_changes_order_id_as_of_state_words_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("order_state_changes")
    op.drop_table("orders")
    op.drop_table("customer_details")
    with op.batch_alter_table("interactions") as batch_op:
        batch_op.alter_column("conversation_id", existing_type=ID, nullable=False)
