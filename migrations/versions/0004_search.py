"""Finding what was said by its words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.token_index import TokenIndex

revision: str = "0004"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHANGING = sa.text("direction = 'outbound' AND kind IN ('edit', 'deletion')")


def upgrade() -> None:
    op.create_table(
        "unindexed_interactions",
        sa.Column("interaction_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("interaction_id", name=op.f("unindexed_interactions_pkey")),
    )
    op.execute("INSERT INTO unindexed_interactions SELECT id FROM interactions WHERE text <> ''")
    op.drop_index("interactions_of_customer", "interactions")
    op.create_index("interactions_of_customer", "interactions", ["customer_id", "id", "said_at"])
    op.create_index(
        "interactions_changing", "interactions", ["customer_id"], sqlite_where=CHANGING, postgresql_where=CHANGING
    )
    for statement in TokenIndex("interaction_words").made_by(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("interaction_words")
    op.drop_index("interactions_changing", "interactions")
    op.drop_index("interactions_of_customer", "interactions")
    op.create_index("interactions_of_customer", "interactions", ["customer_id", "id"])
    op.drop_table("unindexed_interactions")
