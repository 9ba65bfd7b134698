"""Working on cases from the command line, beside a running Ingat."""

from collections.abc import Iterator
from functools import partial

from crm.cases import OpenCase, all_open_cases, case_id_in, case_number, close_case, solve_case
from ingat.databases import in_shape
from ingat.opening import now
from ingat.settings import Settings
from ingat.supervision import FatalError

ACTOR = "owner"


def open_cases(settings: Settings, most: int) -> Iterator[str]:
    """Yield a line for each open case, what is due first before the rest. Raises FatalError as `in_shape` does."""
    with in_shape(settings) as database, database.reading() as session:
        cases = all_open_cases(session, most)
    if not cases:
        yield "Nothing is open."
    for case in cases:
        yield _line(case)


def _line(case: OpenCase) -> str:
    order = f" order {case.order_number}" if case.order_number else ""
    due = case.due_at.astimezone()
    late = " (late)" if case.is_overdue(now()) else ""
    words = " ".join(case.words.split())
    return (
        f"{case.number}  {case.priority}  {case.state}  due {due:%Y-%m-%d %H:%M}{late}  {case.category}{order}: {words}"
    )


def solve(settings: Settings, number: str, resolution: str) -> str:
    """Solve a case and say so. Raises FatalError for a number that there is not, and for a resolution without words."""
    case_id = _id_of(number)
    if not resolution.strip():
        raise FatalError("--resolution: say how it was solved, in words for the customer.")
    with in_shape(settings) as database:
        try:
            job = partial(solve_case, case_id=case_id, resolution=resolution, actor=ACTOR, at=now())
            database.writer.run(job)
        except LookupError:
            raise _none_such(number) from None
    return f"Solved: {case_number(case_id)}. Its customer hears so when they write again."


def close(settings: Settings, number: str) -> str:
    """Close a case and say so. Raises FatalError for a number that there is not."""
    case_id = _id_of(number)
    with in_shape(settings) as database:
        try:
            was_open = database.writer.run(partial(close_case, case_id=case_id, actor=ACTOR, at=now()))
        except LookupError:
            raise _none_such(number) from None
    return f"Closed: {case_number(case_id)}." if was_open else f"{case_number(case_id)} is closed already."


def _id_of(number: str) -> int:
    case_id = case_id_in(number) or case_id_in(f"K-{number.strip()}")
    if case_id is None or case_id < 1:
        raise _none_such(number)
    return case_id


def _none_such(number: str) -> FatalError:
    return FatalError(f"There is no complaint {number}. `ingat case list` names those that are open.")
