"""What the Telegram edge keeps of somebody: updates that it could not handle."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import delete, select

from bot.models import ParkedUpdate
from crm.kernel.models import table_of
from crm.kernel.session import Session

PARKED = table_of(ParkedUpdate)


def forget_parked(session: Session, user_ids: Collection[str]) -> int:
    """Delete the parked updates in which one of these Telegram users is named, and return how many."""
    rows = session.execute(select(PARKED.c.id, PARKED.c.raw))
    theirs = [row.id for row in rows if not _ids_in(json.loads(row.raw)).isdisjoint(user_ids)]
    session.execute(delete(PARKED).where(PARKED.c.id.in_(theirs)))
    return len(theirs)


def _ids_in(raw: Any) -> set[str]:
    """Return the ids of all users and chats that an update names, however deep."""
    return {str(each["id"]) for each in _objects(raw) if "id" in each}


def _objects(raw: Any) -> Iterator[dict[str, Any]]:
    if isinstance(raw, dict):
        yield raw
    inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    for each in inner:
        yield from _objects(each)
