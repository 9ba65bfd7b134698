"""When what nobody asked for may leave: marketing is found by when it is due, and by whom it was sent to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DUE = "due_at IS NOT NULL"


def upgrade() -> None:
    op.drop_index("deliveries_due", table_name="deliveries")
    _index("deliveries_due", ["priority", "id"], f"{DUE} AND priority < 3")
    _index("deliveries_marketing_due", ["due_at", "id"], f"{DUE} AND priority = 3")
    _index("deliveries_marketing_left", ["customer_id"], "began_at IS NOT NULL AND priority = 3")


def downgrade() -> None:
    for name in ("deliveries_marketing_left", "deliveries_marketing_due", "deliveries_due"):
        op.drop_index(name, table_name="deliveries")
    _index("deliveries_due", ["priority", "id"], DUE)


def _index(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)
