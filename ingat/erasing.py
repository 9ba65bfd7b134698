"""Erasing a customer for the owner: told first, then done, a little at a time beside whoever is served."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.erasing import forget_parked
from crm.customers import Customer
from crm.customers.erasing import addresses_of, lock_who_is_meant
from crm.erasing import Begun, begin_erasing, erase_more
from crm.history import Interaction
from crm.kernel.database import Database
from crm.kernel.erasing import Reason
from crm.kernel.models import table_of
from crm.kernel.session import Session
from ingat.importing.pacing import Pace
from ingat.opening import now

CUSTOMERS, INTERACTIONS = table_of(Customer), table_of(Interaction)


@dataclass(frozen=True, slots=True)
class ToErase:
    """What would be gone. `names` are those of the customers whom the business knows as this person."""

    customer_ids: tuple[int, ...]
    names: tuple[str, ...]
    interactions: int
    addresses: int


@dataclass(frozen=True, slots=True)
class Gone:
    """What is gone."""

    customer_ids: tuple[int, ...]
    interactions: int
    parked_updates: int


def what_would_go(database: Database, customer_id: int, *, only_this: bool) -> ToErase:
    """Return what erasing a customer would take away. Raises LookupError for one who is not there."""

    def job(session: Session) -> ToErase:
        ids = lock_who_is_meant(session, customer_id, only_this=only_this)
        named = select(CUSTOMERS.c.name).where(CUSTOMERS.c.id.in_(ids)).order_by(CUSTOMERS.c.id)
        said = select(func.count()).where(INTERACTIONS.c.customer_id.in_(ids))
        return ToErase(
            tuple(ids),
            tuple(session.execute(named).scalars()),
            int(session.scalar(said) or 0),
            len(addresses_of(session, ids)),
        )

    return database.writer.run(job, alone=True)


def erase(database: Database, customer_id: int, media: Path, *, only_this: bool, reason: Reason, actor: str) -> Gone:
    """Erase a customer. Cut off in the middle, the same again does the rest. `media` is the folder of kept files."""

    def begin(session: Session) -> tuple[Begun, int]:
        begun = begin_erasing(session, customer_id, only_this=only_this, reason=reason, actor=actor, at=now())
        telegram = {each.external_id for each in begun.addresses if each.channel == "telegram"}
        return begun, forget_parked(session, telegram)

    begun, parked = database.writer.run(begin, alone=True)
    return Gone(begun.customer_ids, _erase_words(database, begun, _deleting_in(media)), parked)


def _erase_words(database: Database, begun: Begun, delete_files: Callable[[list[str]], None]) -> int:
    pace, erased = Pace(database), 0
    while True:
        most = pace.rows

        def job(session: Session, most: int = most) -> tuple[int, float]:
            began_s = time.monotonic()
            step = erase_more(session, begun.customer_ids, most, now(), delete_files)
            return step.interactions, began_s

        count, began_s = database.writer.run(job, alone=True)
        erased += count
        if count < most:
            return erased
        pace.after(count, time.monotonic() - began_s)


def _deleting_in(media: Path) -> Callable[[list[str]], None]:
    def delete_files(paths: list[str]) -> None:
        for path in paths:
            (media / path).unlink(missing_ok=True)

    return delete_files
