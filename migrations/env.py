"""Runs the migrations on a connection that the caller opened."""

from typing import Any, Literal

from alembic import context

import bot.models  # noqa: F401 its tables must be declared
import crm.cases.models
import crm.consent.models
import crm.conversation.models
import crm.history.models
import crm.orders.models
import crm.staff.models  # noqa: F401 its tables must be declared
from crm.kernel.models import Base, UtcTime
from crm.kernel.token_index import is_token_index


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column type by its name."""
    if kind == "type" and isinstance(item, UtcTime):
        autogen_context.imports.add("from crm.kernel.models import UtcTime")
        return "UtcTime()"
    return False


def is_declared(name: str | None, kind: str, parents: Any) -> bool:
    """Leave alone what no mapped class declares."""
    return kind != "table" or name is None or not is_token_index(name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    include_name=is_declared,
    compare_type=True,
)
context.run_migrations()
