"""Which updates were seen, and which were parked."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, select, update

from bot.models import ParkedUpdate, SeenUpdate
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new

SEEN, PARKED = table_of(SeenUpdate), table_of(ParkedUpdate)
LARGEST_UPDATE_ID = 2**63 - 1
KEEP_SEEN = timedelta(days=3)
PRUNED_AT_ONCE = 500

_see = insert_new(SEEN, "update_id")
_park = insert_new(PARKED, "id")
_prune = delete(SEEN).where(
    SEEN.c.update_id.in_(select(SEEN.c.update_id).where(SEEN.c.seen_at < bindparam("before")).limit(bindparam("most"))),
    SEEN.c.seen_at < bindparam("before"),
)
_waiting = (
    select(PARKED.c.id, PARKED.c.update_id, PARKED.c.raw, PARKED.c.error)
    .where(PARKED.c.bot_id == bindparam("bot_id"), PARKED.c.played_at.is_(None))
    .order_by(PARKED.c.id)
)
_count = select(func.count()).select_from(PARKED).where(PARKED.c.played_at.is_(None))
_played = update(PARKED).where(PARKED.c.id == bindparam("parked")).values(played_at=bindparam("at"))


def has_number(raw: Any) -> bool:
    """Tell whether what came has the number that an update is known by."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return type(number) is int and 0 <= number <= LARGEST_UPDATE_ID


def see(session: Session, bot_id: int, update_id: int, now: datetime) -> bool:
    """Note an update as handled. False: it was before, and nothing of it may be done again."""
    values = {"bot_id": bot_id, "update_id": update_id, "seen_at": now}
    return session.value(_see, values) is not None


def park(session: Session, bot_id: int, raw: dict[str, Any], error: str, now: datetime) -> bool:
    """Keep an update that could not be handled, whole. Returns whether it is new."""
    update_id = int(raw["update_id"])
    if not see(session, bot_id, update_id, now):
        return False
    values = {
        "bot_id": bot_id,
        "update_id": update_id,
        "raw": orjson.dumps(raw).decode(),
        "error": error,
        "parked_at": now,
    }
    return session.value(_park, values) is not None


def parked(session: Session, bot_id: int) -> list[tuple[int, int, dict[str, Any], str]]:
    """Return what waits to be played again: row id, update id, the update, the error."""
    rows = session.execute(_waiting, {"bot_id": bot_id})
    return [(row.id, row.update_id, orjson.loads(row.raw), row.error) for row in rows]


def parked_count(session: Session) -> int:
    """Return how many updates wait to be played again."""
    return int(session.scalar(_count))


def mark_played(session: Session, parked_id: int, now: datetime) -> None:
    """Note that a parked update was handled at last."""
    session.execute(_played, {"parked": parked_id, "at": now})


def prune_seen(session: Session, now: datetime) -> int:
    """Forget updates seen over three days ago, a few at once. Returns how many."""
    return session.execute(_prune, {"before": now - KEEP_SEEN, "most": PRUNED_AT_ONCE}).rowcount
