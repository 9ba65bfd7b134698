"""What each turn was understood as is kept, in the transaction that decides it."""

from datetime import timedelta

from sqlalchemy import select

from crm.conversation.models import TurnMeaning
from crm.conversation.snapshot import Snapshot
from crm.conversation.unanswered import read_unanswered
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.turns.shop import UNREADABLE, Shop, broken

MEANINGS = table_of(TurnMeaning)


def kept(database: Database, shop: Shop) -> list[tuple[str, str]]:
    query = select(MEANINGS.c.kind, MEANINGS.c.article).where(MEANINGS.c.customer_id == shop.talk().customer_id)
    with database.reading() as session:
        rows = session.execute(query.order_by(MEANINGS.c.interaction_id, MEANINGS.c.kind)).all()
    return [(str(kind), article) for kind, article in rows]


async def test_each_meaning_of_a_turn_is_kept_with_its_article_score_and_language(
    database: Database, shop: Shop
) -> None:
    await shop.say("Halo kak, jam buka berapa?")
    assert kept(database, shop) == [("greeting", ""), ("question", "jam-buka")]
    with database.reading() as session:
        row = session.execute(select(MEANINGS).where(MEANINGS.c.kind == "question")).one()
    assert 700 < row.score <= 1000
    assert (row.language, row.interaction_id) == ("id", shop.lines("inbound")[0].id)


async def test_what_was_not_understood_is_kept_as_unclear(database: Database, shop: Shop) -> None:
    await shop.say(UNREADABLE)
    [(kind, _)] = kept(database, shop)
    assert kind == "unclear"


async def test_what_was_not_understood_is_read_newest_first(database: Database, shop: Shop) -> None:
    await shop.say(UNREADABLE)
    shop.clock.pass_s(60)
    await shop.say("jam buka berapa?")
    await shop.say(UNREADABLE * 2)
    with database.reading() as session:
        found = read_unanswered(session, shop.clock() - timedelta(days=1))
        assert read_unanswered(session, shop.clock() + timedelta(days=1)) == []
    assert [message.text for message in found] == [UNREADABLE * 2, UNREADABLE]
    assert {message.root_id for message in found} == {shop.talk().customer_id}


async def test_several_messages_of_one_turn_are_kept_once_with_the_last(database: Database, shop: Shop) -> None:
    await shop.say("halo")
    await shop.say("jam buka berapa?")
    shop.clock.pass_s(7)
    await shop.sweep()
    assert kept(database, shop) == [("greeting", ""), ("question", "jam-buka")]
    with database.reading() as session:
        ids = set(session.execute(select(MEANINGS.c.interaction_id)).scalars())
    assert ids == {shop.lines("inbound")[-1].id}


async def test_a_turn_whose_decision_raised_has_no_meaning(database: Database, snapshot: Snapshot) -> None:
    """It was undone with all that was decided; the words stay."""
    shop = Shop(database, broken(snapshot))
    await shop.say(UNREADABLE)
    assert kept(database, shop) == []
    assert [line.text for line in shop.lines("inbound")] == [UNREADABLE]


async def test_who_comes_back_after_a_day_starts_anew(database: Database, shop: Shop) -> None:
    await shop.say("Pesanan 4411 sampai pecah semua")
    for _ in range(2):
        await shop.say("gimana kelanjutannya?")
    assert ("human", "") in shop.buttons()
    shop.clock.pass_s(timedelta(hours=25).total_seconds())
    await shop.say("gimana kelanjutannya?")
    assert shop.talk().holder == "bot"


async def test_the_third_time_within_a_day_brings_a_person_in(database: Database, shop: Shop) -> None:
    await shop.say("Pesanan 4411 sampai pecah semua")
    for _ in range(3):
        await shop.say("gimana kelanjutannya?")
    assert shop.talk().holder == "waiting"
    assert shop.notices()[-1] == "staff_handoff"
