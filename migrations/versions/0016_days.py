"""Between which numbers the lines of a day are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DAY = {"sqlite": "date(said_at / 1000000, 'unixepoch')", "postgresql": "CAST(said_at AT TIME ZONE 'UTC' AS date)"}


def upgrade() -> None:
    op.create_table(
        "said_days",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("first_id", "last_id", "lines")),
        sa.PrimaryKeyConstraint("day", name=op.f("said_days_pkey")),
    )
    day = _DAY[op.get_bind().dialect.name]
    op.execute(
        f"INSERT INTO said_days SELECT {day}, min(id), max(id), count(*) FROM interactions"  # noqa: S608 our own words
        " WHERE text <> '' GROUP BY 1"
    )


def downgrade() -> None:
    op.drop_table("said_days")
