"""Reading the memory for somebody at the command line: whom is meant, what was said, and a note of who read it."""

import getpass
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from crm.cases.numbers import FIRST_NUMBER, case_number_in
from crm.cases.recalling import recall_case
from crm.customers.models import Customer
from crm.customers.searching import FoundCustomer, find_customers
from crm.history import Page, recall, search
from crm.history.recalling import only_itself
from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from crm.kernel.token_index import AFTER_ALL
from crm.knowledge.vocabulary import shipped_vocabulary
from ingat.databases import in_shape
from ingat.importing.business import business_of
from ingat.remembering.telling import told, told_candidates
from ingat.settings import Settings
from ingat.supervision import FatalError

CUSTOMERS, AUDIT = table_of(Customer), table_of(AuditEntry)
_CANDIDATES: Final = 10
_LONGEST_ID: Final = 9  # digits: longer ones are phone numbers and cards
_names = select(CUSTOMERS.c.id, CUSTOMERS.c.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to read, as typed."""

    customer: str | None = None
    case: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    before: int | None = None
    most: int = 30
    with_notes: bool = False
    with_alike: bool = False


def read_for_a_person(settings: Settings, asked: Asked) -> list[str]:
    """Return what is to be shown, once it is noted in the audit who read whose words.

    Raises FatalError, in plain words, for what cannot be found or read.
    """
    business = business_of(settings)
    with in_shape(settings) as database:
        meant = whom_is_meant(database, asked.customer) if asked.customer is not None and asked.case is None else []
        if asked.customer is not None and asked.case is None and len(meant) != 1:
            _note(database, "customers.searched", (f"customer:{each.customer_id}" for each in meant))
            return told_candidates(asked.customer, meant, business.language)
        page = _page(database, asked, meant, business.zone)
        owners = {line.customer_id for line in page.lines}
        subjects = [f"case:{_case_id(asked.case)}"] if asked.case is not None else []
        _note(database, "history.read", [*subjects, *(f"customer:{owner}" for owner in sorted(owners))])
        with database.reading() as session:
            named = {row.id: row.name for row in session.execute(_names.where(CUSTOMERS.c.id.in_(owners)))}
        return told(page, named, business.zone, business.language)


def whom_is_meant(database: Database, who: str) -> list[FoundCustomer]:
    """Return whom somebody means: one customer, or several who fit, or nobody."""
    number = who.strip().removeprefix("#")
    with database.reading() as session:
        if number.isdecimal() and not number.startswith("0") and len(number) <= _LONGEST_ID:
            name = session.scalar(select(CUSTOMERS.c.name).where(CUSTOMERS.c.id == int(number)))
            if name is not None:
                return [FoundCustomer(int(number), name, 1.0)]
        return find_customers(session, who, most=_CANDIDATES)


def _page(database: Database, asked: Asked, meant: list[FoundCustomer], zone: ZoneInfo) -> Page:
    since, until = _moment(asked.since, zone, ends=False), _moment(asked.until, zone, ends=True)
    before = AFTER_ALL if asked.before is None else asked.before
    with database.reading() as session:
        if asked.case is not None:
            ask: Callable[..., Page] = partial(recall_case, session, _case_id(asked.case), text=asked.text)
        elif meant:
            ask = partial(recall, session, meant[0].customer_id, text=asked.text)
        elif asked.text is not None:
            ask = partial(search, session, asked.text)
        else:
            raise FatalError("Say whose words: --customer (#42, a phone number, @name, a name) or --case (K-1042).")
        return ask(
            since=since,
            until=until,
            before_key=before,
            most=asked.most,
            with_notes=asked.with_notes,
            alike=_alike if asked.with_alike else only_itself,
        )


def _alike(word: str) -> Collection[str]:
    """Return the words that mean the same as the shop's customers use them."""
    return shipped_vocabulary().alike(word)


def _case_id(typed: str) -> int:
    number = case_number_in(typed if typed[:1] in "kK" else f"K{typed}")
    if number is None:
        raise FatalError(f"{typed} is not the number of a case. They look like K-1042.")
    return int(number[2:]) - FIRST_NUMBER


def _moment(typed: str | None, zone: ZoneInfo, *, ends: bool) -> datetime | None:
    """Return a day's beginning, or, if it `ends` something, its end; or a time in the business's zone."""
    if typed is None:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise FatalError(f"{typed} is no day and no time. Write 2026-11-03, or 2026-11-03T14:00.") from None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    is_day = "T" not in typed and " " not in typed
    return moment + timedelta(days=1) if ends and is_day else moment


def _note(database: Database, action: str, subjects: Iterable[str]) -> None:
    """Write down that somebody at this machine read a person's words, before they are shown."""
    now, actor = datetime.now(UTC), f"command:{getpass.getuser()}"
    rows = [{"at": now, "actor": actor, "action": action, "subject": subject} for subject in subjects]

    def job(session: Session) -> None:
        session.execute(insert(AUDIT), rows)

    if rows:
        database.writer.run(job)
