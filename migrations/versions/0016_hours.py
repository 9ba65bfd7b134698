"""Between which numbers the lines of an hour are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0016"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HOUR = {"sqlite": "said_at / 3600000000 * 3600000000", "postgresql": "date_trunc('hour', said_at, 'UTC')"}


def upgrade() -> None:
    op.create_table(
        "said_hours",
        sa.Column("hour", UtcTime(), nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("first_id", "last_id", "lines")),
        sa.PrimaryKeyConstraint("hour", name=op.f("said_hours_pkey")),
    )
    hour = _HOUR[op.get_bind().dialect.name]
    op.execute(
        f"INSERT INTO said_hours SELECT {hour}, min(id), max(id), count(*) FROM interactions"  # noqa: S608 our own words
        " WHERE text <> '' GROUP BY 1"
    )


def downgrade() -> None:
    op.drop_table("said_hours")
