"""How a case stands: what an attachment may change, so that its end gives exactly that back."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from crm.cases.models import Case, CasePriority, CaseState
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CASES = table_of(Case)
_MOMENTS = ("due_at", "last_said_at", "solved_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """Priority, clock and the rest of a case that what customers say may change."""

    state: CaseState
    priority: CasePriority
    order_number: str | None
    due_at: datetime
    last_said_at: datetime
    solved_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, moments in UTC: whatever zone they came in, they compare as they were stored."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {name: values[name] and values[name].astimezone(UTC).isoformat() for name in _MOMENTS}


def standing_from(values: dict[str, Any]) -> Standing:
    """Return what `as_json` wrote."""
    moments = {name: values[name] and datetime.fromisoformat(values[name]) for name in _MOMENTS}
    state, priority = CaseState(values["state"]), CasePriority(values["priority"])
    return Standing(**values | moments | {"state": state, "priority": priority})


_names = tuple(field.name for field in fields(Standing))
_standing = Prepared(select(*(CASES.c[name] for name in _names)).where(CASES.c.id == bindparam("case_id")))
_stand = Prepared(
    update(CASES).where(CASES.c.id == bindparam("case_id")).values({name: bindparam(name) for name in _names})
)


def standing_of(session: Session, case_id: int) -> Standing:
    """Return how a case stands. Raises LookupError for one that is not there."""
    row = session.first(_standing, {"case_id": case_id})
    if row is None:
        raise LookupError(f"there is no case {case_id}")
    return Standing(*row)


def set_standing(session: Session, case_id: int, standing: Standing) -> None:
    """Let a case stand so."""
    values = {name: getattr(standing, name) for name in _names}
    session.change(_stand, {"case_id": case_id, **values})
