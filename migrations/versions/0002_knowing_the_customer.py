"""How an identity was verified, claims to be a known customer, deep links, and what a customer says of themselves."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from crm.kernel.models import UtcTime

revision: str = "0002"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLAIM_STATE = sa.Enum("asked", "confirmed", "open", "ended", name="claimstate", native_enum=False, length=32)


def _texts(*names: str, nullable: bool) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def upgrade() -> None:
    op.add_column("customers", sa.Column("address_form", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("birthday", sa.Date(), nullable=True))
    op.add_column("channel_identities", sa.Column("verified_how", sa.Text(), nullable=True))
    op.add_column("channel_identities", sa.Column("verified_at", UtcTime(), nullable=True))
    op.create_table(
        "secrets", *_texts("name", "value", nullable=False), sa.PrimaryKeyConstraint("name", name="secrets_pkey")
    )
    op.create_table(
        "claims",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("known_id", ID, nullable=True),
        *_texts("channel", "value", nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("is_doubtful", sa.Boolean(), nullable=False),
        sa.Column("tries", ID, nullable=False),
        sa.Column("state", CLAIM_STATE, nullable=False),
        sa.Column("merge_id", ID, nullable=True),
        sa.Column("claimed_at", UtcTime(), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("claims_chat_id_fkey")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("claims_customer_id_fkey")),
        sa.ForeignKeyConstraint(["known_id"], ["customers.id"], name=op.f("claims_known_id_fkey")),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("claims_merge_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("claims_pkey")),
    )
    op.create_index("claims_of_chat", "claims", ["chat_id", "channel", "value"])
    for name in ("customer_id", "known_id", "merge_id"):
        op.create_index(op.f(f"claims_{name}"), "claims", [name])
    op.create_table(
        "deep_links",
        sa.Column("id", ID, nullable=False),
        *_texts("kind", "source", nullable=False),
        *_texts("outlet", "receipt", nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("deep_links_pkey")),
    )
    op.create_table(
        "deep_link_uses",
        sa.Column("id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("used_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["deep_links.id"], name=op.f("deep_link_uses_link_id_fkey")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("deep_link_uses_customer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("deep_link_uses_pkey")),
        sa.UniqueConstraint("link_id", "customer_id", name=op.f("deep_link_uses_link_id_customer_id_key")),
    )
    op.create_index(op.f("deep_link_uses_customer_id"), "deep_link_uses", ["customer_id"])


def downgrade() -> None:
    for table in ("deep_link_uses", "deep_links", "claims", "secrets"):
        op.drop_table(table)
    with op.batch_alter_table("channel_identities") as batch_op:
        batch_op.drop_column("verified_at")
        batch_op.drop_column("verified_how")
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_column("birthday")
        batch_op.drop_column("address_form")
