"""How much is written at once, so that nobody who is served from the same database waits for it (ADR 2)."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import select

from crm.kernel.database import Database
from crm.kernel.models import Lease, table_of

ALONE_S: Final = 0.018
"""A background job takes 20 ms at most: this is aimed at."""
BESIDE_OTHERS_S: Final = 0.008
"""Beside a process that serves the same SQLite file, 10 ms at most, and then twice as long for the others."""
REST: Final = 2.0
LOOK_EVERY_S: Final = 1.0
_FEWEST, _MOST = 5, 2_000
_LEASES = table_of(Lease)


def is_served(database: Database) -> bool:
    """Tell whether a process receives or sends on this database now: then it holds a lease."""
    with database.reading() as session:
        now: datetime = session.database_now()
        return session.scalar(select(_LEASES.c.name).where(_LEASES.c.expires_at > now).limit(1)) is not None


class Pace:
    """How many rows the next chunk may have, learned from how long the last one took, and the rest after it."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._is_sqlite = database.checkpointer is not None
        self._clock = clock
        self._sleep = sleep
        self._looked_at_s = clock()
        self._served = is_served(database)
        self.rows = 20

    def after(self, rows: int, took_s: float) -> None:
        """Take note of a chunk that is written, and rest where others are served meanwhile."""
        if self._clock() - self._looked_at_s >= LOOK_EVERY_S:
            self._served = is_served(self._database)
            self._looked_at_s = self._clock()
        shares = self._served and self._is_sqlite
        aim_s = BESIDE_OTHERS_S if shares else ALONE_S
        affordable = int(rows * aim_s / max(took_s, 1e-6))
        self.rows = max(_FEWEST, min(_MOST, affordable, self.rows * 2))
        if shares:
            self._sleep(REST * took_s)
