"""Runs the migrations on a connection that the caller opened."""

from typing import Any, Literal

from alembic import context

import bot.models  # noqa: F401 its tables must be declared
import crm.cases.models
import crm.history.models
import crm.orders.models  # noqa: F401 its tables must be declared
from crm.kernel.models import Base, UtcTime


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column type by its name."""
    if kind == "type" and isinstance(item, UtcTime):
        autogen_context.imports.add("from crm.kernel.models import UtcTime")
        return "UtcTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
context.run_migrations()
