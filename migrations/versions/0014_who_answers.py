"""The staff, who answers a conversation now, and how far its topic shows it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0014"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = ("owner", "lead", "agent", "cashier")
GROUP_STATE = sa.Enum("invited", "bound", "lost", name="groupstate", native_enum=False, length=32)
ACTIVE = sa.text("removed_at IS NULL")
OPEN = sa.text("ended_at IS NULL")
DUE = sa.text("next_at IS NOT NULL")
UNTOLD = sa.text("told_at IS NULL")
SHOWN = sa.text("mirrored_through IS NOT NULL")


def upgrade() -> None:
    _staff()
    _handoffs()
    for name in ("mirrored_through", "mirrors_until", "brief_due"):
        op.add_column("topics", sa.Column(name, ID if name != "brief_due" else sa.Text(), nullable=True))
    op.create_index("topics_shown", "topics", ["chat_id", "id"], sqlite_where=SHOWN, postgresql_where=SHOWN)
    op.create_index("topics_thread", "topics", ["chat_id", "thread_id"])
    op.create_index("topics_of_customer", "topics", ["customer_id"])
    op.add_column("notices", sa.Column("buttons", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "agent_messages",
        sa.Column("interaction_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("told_at", UtcTime(), nullable=True),
        _points("agent_messages", "interaction_id", "interactions"),
        _points("agent_messages", "customer_id", "customers"),
        _points("agent_messages", "chat_id", "chats"),
        _points("agent_messages", "topic_id", "topics"),
        sa.PrimaryKeyConstraint("interaction_id", name=op.f("agent_messages_pkey")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("agent_messages_chat_id_message_id_key")),
    )
    op.create_index(
        "agent_messages_untold", "agent_messages", ["interaction_id"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )


def _staff() -> None:
    op.create_table(
        "staff_members",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=32), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("joined_at", UtcTime(), nullable=False),
        sa.Column("removed_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("staff_members_pkey")),
    )
    op.create_index(
        "staff_members_active", "staff_members", ["channel", "external_id"], unique=True,
        sqlite_where=ACTIVE, postgresql_where=ACTIVE,
    )  # fmt: skip
    op.create_table(
        "staff_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("staff_links_pkey")),
        sa.UniqueConstraint("secret_hash", name=op.f("staff_links_secret_hash_key")),
    )
    op.create_table(
        "staff_groups",
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("state", GROUP_STATE, nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("is_forum", sa.Boolean(), nullable=False),
        sa.Column("lacks", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("bound_by", ID, nullable=True),
        _points("staff_groups", "chat_id", "chats"),
        _points("staff_groups", "bound_by", "staff_members"),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("staff_groups_pkey")),
    )


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", UtcTime(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.Column("waits_since", UtcTime(), nullable=True),
        sa.Column("reminders", ID, nullable=False),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        _points("handoffs", "customer_id", "customers"),
        _points("handoffs", "conversation_id", "conversations"),
        _points("handoffs", "topic_id", "topics"),
        _points("handoffs", "agent_id", "staff_members"),
        sa.PrimaryKeyConstraint("id", name=op.f("handoffs_pkey")),
    )
    op.create_index(
        "handoffs_open", "handoffs", ["conversation_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("handoffs_due", "handoffs", ["next_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index("handoffs_of_topic", "handoffs", ["topic_id", "id"])
    _keep_waiting()


def _keep_waiting() -> None:
    """Begin a handoff for every conversation that waits for a person already."""
    columns = {name: sa.column(name, ID) for name in ("id", "customer_id")}
    waiting = sa.table("conversations", *columns.values(), sa.column("holder", sa.Text()))
    names = ("customer_id", "conversation_id", "reason", "requested_at", "waits_since", "reminders", "next_at")
    handoffs = sa.table("handoffs", *(sa.column(name) for name in names))
    now = sa.literal(datetime.now(UTC), UtcTime())
    found = sa.select(waiting.c.customer_id, waiting.c.id, sa.literal("asked"), now, now, sa.literal(0), now)
    op.execute(sa.insert(handoffs).from_select(names, found.where(waiting.c.holder == "waiting")))


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"{table}_{column}_fkey"))


def downgrade() -> None:
    op.drop_table("agent_messages")
    op.drop_column("notices", "buttons")
    for name in ("topics_of_customer", "topics_thread", "topics_shown"):
        op.drop_index(name, "topics")
    for name in ("brief_due", "mirrors_until", "mirrored_through"):
        op.drop_column("topics", name)
    for name in ("handoffs", "staff_groups", "staff_links", "staff_members"):
        op.drop_table(name)
