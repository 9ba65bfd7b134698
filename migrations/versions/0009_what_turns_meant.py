"""What each turn was understood as."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0009"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    *("greeting", "courtesy", "question", "complaint", "follow_up", "repeated", "withdrawal", "wish", "suggestion"),
    *("praise", "person", "about_bot", "small_talk", "answer", "unclear"),
)
UNCLEAR = sa.text("kind = 'unclear'")
REPEATED = sa.text("kind = 'repeated'")


def upgrade() -> None:
    op.create_table(
        "turn_meanings",
        sa.Column("interaction_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="meaningkind", native_enum=False, length=32), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("score", ID, nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}s.id"], name=op.f(f"turn_meanings_{name}_id_fkey"))
            for name in ("interaction", "customer", "conversation")
        ),
        sa.PrimaryKeyConstraint("interaction_id", "kind", "article", name=op.f("turn_meanings_pkey")),
    )
    op.create_index("turn_meanings_unclear", "turn_meanings", ["at"], postgresql_where=UNCLEAR, sqlite_where=UNCLEAR)
    op.create_index(
        "turn_meanings_repeated", "turn_meanings", ["customer_id", "at"],
        postgresql_where=REPEATED, sqlite_where=REPEATED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("turn_meanings")
