"""Working on cases from the command line, beside a running Ingat."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from crm.cases import (
    OpenCase,
    all_open_cases,
    case_id_in,
    case_number,
    close_case,
    keep_promise,
    promise_in_case,
    reopen_case,
    solve_case,
)
from crm.kernel.calendar import due_after
from ingat.business.problems import SettingError
from ingat.business.speaking import setting_error_in
from ingat.business_in_force import CurrentBusiness
from ingat.databases import in_shape
from ingat.importing.business import business_of
from ingat.importing.values import moment_in
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


def reopen(settings: Settings, number: str) -> str:
    """Open a case again that had ended, and say so. Raises FatalError for a number that there is not."""
    case_id, business = _id_of(number), CurrentBusiness(settings.ingat_business_dir)().business
    due_at = due_after(business.hours, now(), business.reply_within_minutes)
    with in_shape(settings) as database:
        try:
            job = partial(reopen_case, case_id=case_id, due_at=due_at, actor=ACTOR, at=now())
            had_ended = database.writer.run(job)
        except LookupError:
            raise _none_such(number) from None
    if not had_ended:
        return f"{case_number(case_id)} is open."
    return f"Opened again: {case_number(case_id)}. A reply is due {due_at.astimezone():%Y-%m-%d %H:%M}."


def promise(settings: Settings, number: str, what: str, by: str) -> str:
    """Note a promise in a case and say so. Raises FatalError for a number, words or a day that there are not."""
    case_id, business = _id_of(number), business_of(settings)
    if not what.strip():
        raise FatalError("--what: say what is promised, as a clause: the replacement is sent.")
    try:
        due_at = _end_of_day(moment_in(business.zone, now().astimezone(business.zone).date())(by), business.zone)
    except SettingError as error:
        raise FatalError(setting_error_in(error, business.language)) from None
    with in_shape(settings) as database:
        try:
            job = partial(
                promise_in_case, case_id=case_id, promise=what.strip(), promise_due_at=due_at, actor=ACTOR, at=now()
            )
            database.writer.run(job)
        except LookupError:
            raise _none_such(number) from None
    until = f"{due_at.astimezone(business.zone):%Y-%m-%d %H:%M}"
    return f"Promised in {case_number(case_id)} by {until}. Its customer hears it when they ask."


def _end_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment, or for a day without a time its last minute: until then the promise holds."""
    is_day = moment.astimezone(zone).time() == time()
    return moment + timedelta(days=1, minutes=-1) if is_day else moment


def keep(settings: Settings, number: str, how: str | None) -> str:
    """Note that a promise was kept and say so. Raises FatalError for a number that there is not."""
    case_id = _id_of(number)
    with in_shape(settings) as database:
        try:
            kept = database.writer.run(partial(keep_promise, case_id=case_id, how=how, actor=ACTOR, at=now()))
        except LookupError:
            raise _none_such(number) from None
    if not kept:
        return f"Nothing is promised in {case_number(case_id)}, or it was kept before."
    return f"Kept: {case_number(case_id)}. Its customer hears so when they write again."


def _id_of(number: str) -> int:
    case_id = case_id_in(number) or case_id_in(f"K-{number.strip()}")
    if case_id is None or case_id < 1:
        raise _none_such(number)
    return case_id


def _none_such(number: str) -> FatalError:
    return FatalError(f"There is no complaint {number}. `ingat case list` names those that are open.")
