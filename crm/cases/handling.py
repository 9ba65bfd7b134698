"""What the business does with a case. Each change and its audit row share one transaction.

All raise LookupError for a case that is not there. `actor` is who did it, as in "agent:7" or "owner". The customer's
root is locked first, as by everything else that changes what is theirs.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from crm.cases.attaching import ENDED
from crm.cases.auditing import note
from crm.cases.models import Case, CasePriority, CaseState
from crm.customers import lock_roots
from crm.kernel.models import table_of
from crm.kernel.session import Session

CASES = table_of(Case)

_customer_of = select(CASES.c.customer_id).where(CASES.c.id == bindparam("case_id"))
_state_of = select(CASES.c.state, CASES.c.priority).where(CASES.c.id == bindparam("case_id"))
_promise_of = select(CASES.c.promise, CASES.c.promise_kept_at).where(CASES.c.id == bindparam("case_id"))
_change = update(CASES).where(CASES.c.id == bindparam("of_case"))


def solve_case(session: Session, case_id: int, resolution: str, actor: str, at: datetime) -> None:
    """Solve a case. `resolution` is how, in words for the customer, who hears them when they are back."""
    _locked(session, case_id)
    _set(session, case_id, state=CaseState.SOLVED, solved_at=at, resolution=resolution.strip() or None)
    note(session, "solved", case_id, actor, at)


def close_case(session: Session, case_id: int, actor: str, at: datetime) -> bool:
    """Close a case for good. Returns False if it is closed already. One that nobody solved has no news to tell."""
    state, _ = _locked(session, case_id)
    if state is CaseState.CLOSED:
        return False
    _set(session, case_id, state=CaseState.CLOSED)
    note(session, "closed", case_id, actor, at)
    return True


def reopen_case(session: Session, case_id: int, due_at: datetime, actor: str, at: datetime) -> bool:
    """Open a case again that had ended, with a reply promised by `due_at`. Returns False if it is open."""
    state, priority = _locked(session, case_id)
    if state not in ENDED:
        return False
    _set(session, case_id, state=CaseState.OPEN, priority=priority.raised(), due_at=due_at, solved_at=None)
    note(session, "reopened", case_id, actor, at)
    return True


def set_priority(session: Session, case_id: int, priority: CasePriority, actor: str, at: datetime) -> None:
    """Say how soon a case matters."""
    _locked(session, case_id)
    _set(session, case_id, priority=priority)
    note(session, "priority_changed", case_id, actor, at)


def take_case(session: Session, case_id: int, owner: str, actor: str, at: datetime) -> None:
    """Note who handles a case, by the name that its customer may hear: a person who has accepted it."""
    state, _ = _locked(session, case_id)
    _set(session, case_id, owner=owner, state=CaseState.OPEN if state is CaseState.NEW else state)
    note(session, "taken", case_id, actor, at)


def promise_in_case(
    session: Session, case_id: int, promise: str, promise_due_at: datetime, actor: str, at: datetime
) -> None:
    """Note what the customer was promised, as a clause without its day: "penggantinya dikirim"."""
    _locked(session, case_id)
    _set(session, case_id, promise=promise, promise_due_at=promise_due_at, promise_kept_at=None, promise_kept_how=None)
    note(session, "promised", case_id, actor, at)


def keep_promise(session: Session, case_id: int, how: str | None, actor: str, at: datetime) -> bool:
    """Note that what was promised is done: `how`, in a sentence for the customer, who hears it when they are back.

    Returns False where nothing is promised, or it was done before.
    """
    _locked(session, case_id)
    row = session.execute(_promise_of, {"case_id": case_id}).one()
    if row.promise is None or row.promise_kept_at is not None:
        return False
    _set(session, case_id, promise_kept_at=at, promise_kept_how=(how or "").strip() or None)
    note(session, "promise_kept", case_id, actor, at)
    return True


def correct_order(session: Session, case_id: int, order_number: str, actor: str, at: datetime) -> None:
    """Put the right order number in the place of a wrong one."""
    _locked(session, case_id)
    _set(session, case_id, order_number=order_number)
    note(session, "order_corrected", case_id, actor, at)


def _locked(session: Session, case_id: int) -> tuple[CaseState, CasePriority]:
    customer_id = session.scalar(_customer_of, {"case_id": case_id})
    if customer_id is None:
        raise LookupError(f"there is no case {case_id}")
    lock_roots(session, customer_id)
    row = session.execute(_state_of, {"case_id": case_id}).one()
    return row.state, row.priority


def _set(session: Session, case_id: int, **values: Any) -> None:
    session.execute(_change.values(values), {"of_case": case_id})
