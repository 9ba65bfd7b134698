"""The message in a staff group that shows who waits."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("staff_groups", sa.Column("list_message_id", ID, nullable=True))
    op.add_column("staff_groups", sa.Column("list_hash", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("staff_groups", "list_hash")
    op.drop_column("staff_groups", "list_message_id")
