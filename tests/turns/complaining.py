"""Complaining to the shop, and solving what was complained about."""

from functools import partial
from typing import Any

from sqlalchemy import Row, select

from crm.cases import Case, CaseInteraction, keep_promise, promise_in_case, solve_case
from crm.kernel.models import table_of
from tests.turns.shop import Shop

CASES, LINKS = table_of(Case), table_of(CaseInteraction)
HOUR, DAY = 3600, 86_400
BROKEN = "Pesanan 4411 sampai pecah semua"
MAYBE = "Gelas saya retak parah"


def cases(shop: Shop) -> list[Row[Any]]:
    query = select(CASES).where(CASES.c.customer_id == shop.talk().customer_id).order_by(CASES.c.id)
    with shop.database.reading() as session:
        return list(session.execute(query))


def solve(shop: Shop, case_id: int, resolution: str = "Gelas pengganti sudah sampai pada 6 November.") -> None:
    job = partial(solve_case, case_id=case_id, resolution=resolution, actor="agent:7", at=shop.clock())
    shop.database.writer.run(job)


def keep(shop: Shop, case_id: int, how: str | None = "Gelas pengganti sudah dikirim pagi ini.") -> None:
    """Promise a replacement, and keep that promise."""
    at = shop.clock()
    promise = partial(
        promise_in_case, case_id=case_id, promise="penggantinya dikirim", promise_due_at=at, actor="agent:7", at=at
    )
    shop.database.writer.run(promise)
    shop.database.writer.run(partial(keep_promise, case_id=case_id, how=how, actor="agent:7", at=at))


async def complain(shop: Shop, words: str = BROKEN) -> int:
    await shop.say(words)
    return int(cases(shop)[-1].id)


async def a_moment_later(shop: Shop) -> None:
    shop.clock.pass_s(2)
    await shop.sweep()
