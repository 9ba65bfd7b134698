"""Facts are found by when they expire."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

EXPIRES = sa.text("expires_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("facts_versions", "facts", ["first_id", "id"])
    op.create_index("facts_expiring", "facts", ["expires_at"], sqlite_where=EXPIRES, postgresql_where=EXPIRES)


def downgrade() -> None:
    op.drop_index("facts_expiring", table_name="facts")
    op.drop_index("facts_versions", table_name="facts")
