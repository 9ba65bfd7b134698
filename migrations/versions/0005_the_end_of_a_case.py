"""Cases that end and come back: priority, resolution, owner and promise; attachments, questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0005"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PRIORITY = sa.Enum("normal", "high", "urgent", name="casepriority", native_enum=False, length=32)
TEXTS = ("outlet", "owner", "promise", "resolution")
MOMENTS = ("promise_due_at", "solved_at", "told_at")


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch_op:
        batch_op.add_column(sa.Column("priority", PRIORITY, nullable=False, server_default="normal"))
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("earlier_case_id", ID, nullable=True))
        batch_op.create_foreign_key(op.f("cases_earlier_case_id_fkey"), "cases", ["earlier_case_id"], ["id"])
    op.create_table(
        "case_attachments",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("last_id", ID, nullable=False),
        sa.Column("of_id", ID, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        _points("case_attachments", "case_id", "cases"),
        _points("case_attachments", "last_id", "interactions"),
        _points("case_attachments", "of_id", "case_attachments"),
        sa.PrimaryKeyConstraint("id", name=op.f("case_attachments_pkey")),
        sa.UniqueConstraint("case_id", "last_id", name=op.f("case_attachments_case_id_last_id_key")),
    )
    with op.batch_alter_table("case_interactions") as batch_op:
        batch_op.add_column(sa.Column("attachment_id", ID, nullable=True))
        batch_op.create_foreign_key(
            op.f("case_interactions_attachment_id_fkey"), "case_attachments", ["attachment_id"], ["id"]
        )
    op.create_table(
        "case_questions",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("case_id", "conversation_id", "first_id", "last_id")),
        sa.Column("due_at", UtcTime(), nullable=False),
        _points("case_questions", "case_id", "cases"),
        _points("case_questions", "conversation_id", "conversations"),
        _points("case_questions", "first_id", "interactions"),
        _points("case_questions", "last_id", "interactions"),
        sa.PrimaryKeyConstraint("id", name=op.f("case_questions_pkey")),
        sa.UniqueConstraint("last_id", name=op.f("case_questions_last_id_key")),
    )
    op.create_index(op.f("case_questions_due_at"), "case_questions", ["due_at"])


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"{table}_{column}_fkey"))


def downgrade() -> None:
    op.drop_table("case_questions")
    with op.batch_alter_table("case_interactions") as batch_op:
        batch_op.drop_constraint(op.f("case_interactions_attachment_id_fkey"), type_="foreignkey")
        batch_op.drop_column("attachment_id")
    op.drop_table("case_attachments")
    with op.batch_alter_table("cases") as batch_op:
        batch_op.drop_constraint(op.f("cases_earlier_case_id_fkey"), type_="foreignkey")
        for name in ("earlier_case_id", *MOMENTS, *TEXTS, "priority"):
            batch_op.drop_column(name)
