"""What was said about one case."""

from datetime import datetime

from sqlalchemy import bindparam, select

from crm.cases.models import CaseInteraction
from crm.history.models import Interaction
from crm.history.recalling import (
    FOUND_COLUMNS,
    Alike,
    Batch,
    FoundLine,
    Page,
    Period,
    only_itself,
    page_from,
    wanted_words,
)
from crm.history.tokens import stems_of
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session
from crm.kernel.token_index import AFTER_ALL, holds

LINKS, INTERACTIONS = table_of(CaseInteraction), table_of(Interaction)

_of_case = Prepared(
    select(*FOUND_COLUMNS)
    .join(LINKS, LINKS.c.interaction_id == INTERACTIONS.c.id)
    .where(LINKS.c.case_id == bindparam("case_id"), LINKS.c.interaction_id < bindparam("before"))
    .order_by(LINKS.c.interaction_id.desc())
    .limit(bindparam("most"))
)


def recall_case(
    session: Session,
    case_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    text: str | None = None,
    before_key: int = AFTER_ALL,
    most: int = 30,
    with_notes: bool = False,
    alike: Alike = only_itself,
) -> Page:
    """Return what belongs to a case, newest first: with `text`, lines with all its words, as `recall` does."""
    wanted = None if text is None else wanted_words(text, alike)
    if text is not None and wanted is None:
        return Page([], None)

    def source(before: int) -> Batch:
        rows = session.rows(_of_case, {"case_id": case_id, "before": before, "most": most + 1})
        lines = [FoundLine(*row) for row in rows]
        fitting = [line for line in lines if wanted is None or holds(wanted, stems_of(line.text))]
        return Batch(fitting, lines[-1].id if len(lines) > most else None)

    return page_from(session, source, Period(since, until), before_key=before_key, most=most, with_notes=with_notes)
