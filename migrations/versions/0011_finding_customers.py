"""Finding customers by their names, also mistyped, and by their user names in any case."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.token_index import TokenIndex

revision: str = "0011"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNINDEXED = sa.text("indexed_name IS NULL OR indexed_name <> name")
INDEXES = ("customer_names", "name_parts")


def upgrade() -> None:
    op.add_column("customers", sa.Column("indexed_name", sa.Text(), nullable=True))
    op.create_index("customers_unindexed", "customers", ["id"], sqlite_where=UNINDEXED, postgresql_where=UNINDEXED)
    folded = sa.Column("user_name_folded", sa.Text(), sa.Computed("lower(user_name)", persisted=True))
    with op.batch_alter_table("channel_identities") as batch_op:
        batch_op.add_column(folded)
    op.create_index(op.f("channel_identities_user_name_folded"), "channel_identities", ["user_name_folded"])
    op.create_table(
        "name_words",
        sa.Column("id", ID, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("name_words_pkey")),
        sa.UniqueConstraint("word", name=op.f("name_words_word_key")),
    )
    op.execute("INSERT INTO name_words (word) VALUES ('')")
    for name in INDEXES:
        for statement in TokenIndex(name).made_by(op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_table(name)
    op.drop_table("name_words")
    op.drop_index(op.f("channel_identities_user_name_folded"), "channel_identities")
    with op.batch_alter_table("channel_identities") as batch_op:
        batch_op.drop_column("user_name_folded")
    op.drop_index("customers_unindexed", "customers")
    op.drop_column("customers", "indexed_name")
