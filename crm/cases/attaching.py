"""Adding to a case what belongs to it, and taking it off again as if it had never been there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from crm.cases.auditing import customer, note
from crm.cases.models import CaseAttachment, CaseInteraction, CaseState
from crm.cases.standing import Standing, set_standing, standing_from, standing_of
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session, insert_new

ATTACHMENTS, LINKS = table_of(CaseAttachment), table_of(CaseInteraction)
ENDED = (CaseState.SOLVED, CaseState.CLOSED)

_new_attachment = insert_new(ATTACHMENTS, "id")
_new_link = insert_new(LINKS)
_attachment_of = Prepared(
    select(LINKS.c.attachment_id).where(
        LINKS.c.case_id == bindparam("case_id"), LINKS.c.interaction_id == bindparam("interaction_id")
    )
)
_from_on = select(ATTACHMENTS.c.id, ATTACHMENTS.c.of_id, ATTACHMENTS.c.before, ATTACHMENTS.c.after).where(
    ATTACHMENTS.c.case_id == bindparam("case_id"), ATTACHMENTS.c.id >= bindparam("attachment_id")
)
_rewrite = (
    update(ATTACHMENTS)
    .where(ATTACHMENTS.c.id == bindparam("attachment_id"))
    .values(before=bindparam("new_before"), after=bindparam("new_after"))
)
_unlink = delete(LINKS).where(LINKS.c.attachment_id == bindparam("attachment_id"))
_forget = delete(ATTACHMENTS).where(ATTACHMENTS.c.id == bindparam("attachment_id"))


def attach(
    session: Session,
    case_id: int,
    interaction_ids: Sequence[int],
    *,
    customer_id: int,
    at: datetime,
    back_by: datetime | None = None,
    order_number: str | None = None,
    version_of: int | None = None,
) -> None:
    """Add to a case what the customer said about it again. The same words again change nothing.

    Attaching answers nothing and ends nothing. `back_by` is for a complaint that comes back: its priority goes up, and
    where the case had ended, it is open again, with a reply promised by then. `order_number` corrects that of the case.
    `version_of` is the interaction that these words are another version of: it takes them along when it is detached.
    """
    before = standing_of(session, case_id)
    after = replace(before, last_said_at=at, order_number=order_number or before.order_number)
    if back_by is not None:
        after = _come_back(after, back_by)
    attachment_id = session.value(
        _new_attachment,
        {
            "case_id": case_id,
            "last_id": interaction_ids[-1],
            "of_id": None if version_of is None else _attachment_with(session, case_id, version_of),
            "before": before.as_json(),
            "after": after.as_json(),
        },
    )
    if attachment_id is None:
        return
    session.change_all(
        _new_link, [{"case_id": case_id, "interaction_id": i, "attachment_id": attachment_id} for i in interaction_ids]
    )
    set_standing(session, case_id, after)
    for action in ("attached", *_changes(before, after)):
        note(session, action, case_id, customer(customer_id), at)


def _come_back(standing: Standing, back_by: datetime) -> Standing:
    raised = replace(standing, priority=standing.priority.raised())
    if standing.state not in ENDED:
        return raised
    return replace(raised, state=CaseState.OPEN, due_at=back_by, solved_at=None)


def _changes(before: Standing, after: Standing) -> list[str]:
    """Return what changed, as the audit says it."""
    changed = {
        "reopened": before.state in ENDED and after.state not in ENDED,
        "ended_again": before.state not in ENDED and after.state in ENDED,
        "priority_changed": before.priority != after.priority,
        "order_corrected": before.order_number != after.order_number,
    }
    return [name for name, is_so in changed.items() if is_so]


def detach(session: Session, case_id: int, interaction_id: int, *, customer_id: int, at: datetime) -> bool:
    """Undo an attachment with all that it changed and brought along: it was not about this case.

    What somebody else changed since stays. Returns False for words that the case was opened with, or that are no longer
    there.
    """
    attachment_id = _attachment_with(session, case_id, interaction_id)
    if attachment_id is None:
        return False
    before = standing_of(session, case_id)
    rows = session.execute(
        _from_on.order_by(ATTACHMENTS.c.id), {"case_id": case_id, "attachment_id": attachment_id}
    ).all()
    for gone in [row.id for row in rows if attachment_id in {row.id, row.of_id}][::-1]:
        _take_off(session, case_id, gone)
    for action in ("detached", *_changes(before, standing_of(session, case_id))):
        note(session, action, case_id, customer(customer_id), at)
    return True


def _attachment_with(session: Session, case_id: int, interaction_id: int) -> int | None:
    found: int | None = session.value(_attachment_of, {"case_id": case_id, "interaction_id": interaction_id})
    return found


def _take_off(session: Session, case_id: int, attachment_id: int) -> None:
    """Take one attachment out of the row: those after it stand on what was before it.

    A value that a later attachment, or anybody else, has changed since is left to them.
    """
    values = {"case_id": case_id, "attachment_id": attachment_id}
    first, *later = session.execute(_from_on.order_by(ATTACHMENTS.c.id), values).all()
    changed = {name: (first.before[name], value) for name, value in first.after.items() if first.before[name] != value}
    for row in later:
        before, after = dict(row.before), dict(row.after)
        for name in list(changed):
            was, became = changed[name]
            stood_on_it = before[name] == became
            if stood_on_it:
                before[name] = was
            if stood_on_it and after[name] == became:
                after[name] = was
            else:
                del changed[name]
        session.execute(_rewrite, {"attachment_id": row.id, "new_before": before, "new_after": after})
    _give_back(session, case_id, changed)
    for statement in (_unlink, _forget):
        session.execute(statement, {"attachment_id": attachment_id})


def _give_back(session: Session, case_id: int, changed: dict[str, tuple[Any, Any]]) -> None:
    now = standing_of(session, case_id).as_json()
    given = {name: was for name, (was, became) in changed.items() if now[name] == became}
    set_standing(session, case_id, standing_from(now | given))
