"""The only place where interactions are added. What has words waits from then on to be indexed (ADR 9)."""

from typing import Final

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from crm.history.models import Interaction, UnindexedInteraction
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared, Values
from crm.kernel.session import Session, insert_new

INTERACTIONS, UNINDEXED = table_of(Interaction), table_of(UnindexedInteraction)

_columns = [column for column in INTERACTIONS.c if column.name != "id"]
_NOTHING: Final[Values] = dict.fromkeys(column.name for column in _columns)
added = (
    postgresql_insert(INTERACTIONS)
    .values({column.name: bindparam(column.name, type_=column.type) for column in _columns})
    .on_conflict_do_nothing()
    .returning(INTERACTIONS.c.id)
    .cte("added")
)
"""An interaction as the beginning of a statement of PostgreSQL's, which goes on with its id."""

waiting = (
    insert(UNINDEXED)
    .from_select(["interaction_id"], select(added.c.id))
    .returning(UNINDEXED.c.interaction_id)
    .cte("waiting")
)
"""What notes, in the same statement, that the interaction waits to be indexed."""

_new = insert_new(INTERACTIONS, "id")
_waits = Prepared(insert(UNINDEXED))
_new_that_waits = Prepared(select(waiting.c.interaction_id))  # PostgreSQL's alone: one round trip instead of two


def append_interaction(session: Session, values: Values) -> int | None:
    """Add a row to the history and return its id, or None if one with this key is there already.

    `values` are the row's columns by their names; what is not among them is empty.
    """
    row = whole_row(values)
    if not row["text"]:
        interaction_id: int | None = session.value(_new, row)
    elif session.is_sqlite:
        interaction_id = session.value(_new, row)
        if interaction_id is not None:
            session.change(_waits, {"interaction_id": interaction_id})
    else:
        interaction_id = session.value(_new_that_waits, row)
    return interaction_id


def whole_row(values: Values) -> Values:
    """Return all columns of a row by their names: what is not among `values` is empty."""
    return {**_NOTHING, **values}
