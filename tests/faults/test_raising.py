"""Faults of our own: what raises each time, and parts that die."""

from pathlib import Path

from sqlalchemy import create_engine, text

from sandbox.simulator import Simulator
from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS
from tests.faults.wiring import IN_THE_WAY


async def test_a_handler_that_raises_parks_the_update_until_it_is_played_again(
    start: Start, telegram: Simulator, promises: Promises, database_url: str, tmp_path: Path
) -> None:
    raises = tmp_path / "raises"
    raises.touch()
    start("run", handler_raises=str(raises))
    siti = await telegram.newcomer("Siti")
    await siti.says(f"{IN_THE_WAY} {QUESTIONS[0]}")
    await siti.says(QUESTIONS[1])
    await siti.sees(within_s=15)
    await promises.says("Budi", QUESTIONS[2])
    await promises.are_kept()
    assert _inbound_of(database_url, siti.user_id) == [QUESTIONS[1]]

    failing = start("updates", "retry", handler_raises=str(raises))
    assert await failing.ended() == 0
    assert failing.said == "Played again: 0. Still parked: 1.\n"
    mended = start("updates", "retry")
    assert await mended.ended() == 0
    assert mended.said == "Played again: 1. Still parked: 0.\n"
    again = start("updates", "retry")
    assert await again.ended() == 0
    assert again.said == "Played again: 0. Still parked: 0.\n"

    await promises.are_kept()
    assert _inbound_of(database_url, siti.user_id) == [QUESTIONS[1], f"{IN_THE_WAY} {QUESTIONS[0]}"]


async def test_a_decision_that_raises_is_told_to_the_customer_once(
    start: Start, telegram: Simulator, promises: Promises, database_url: str
) -> None:
    start("run", decision_raises=True)
    siti = await telegram.newcomer("Siti")
    await siti.says(f"{IN_THE_WAY} satu dua tiga empat lima")
    first = await siti.sees(within_s=15)
    await siti.says(f"{IN_THE_WAY} enam tujuh delapan sembilan")
    await promises.says("Budi", QUESTIONS[2])
    await promises.are_kept()
    await siti.says(QUESTIONS[1])
    answer = await siti.sees(within_s=15)

    assert answer.text != first.text
    assert len([message for message in await siti.history() if message.is_from_bot]) == 2
    assert len(_inbound_of(database_url, siti.user_id)) == 3


async def test_a_part_that_dies_is_started_again(start: Start, promises: Promises) -> None:
    process = start("run", parts_fail=2)
    for number, question in enumerate(QUESTIONS):
        await promises.says(f"Siti {number}", question)

    await promises.are_kept()
    assert "part_failed" in process.logged
    assert process.status is None


def _inbound_of(url: str, user_id: int) -> list[str]:
    engine = create_engine(url)
    statement = (
        "SELECT i.text FROM interactions i JOIN conversations c ON c.id = i.conversation_id "
        "JOIN chats h ON h.id = c.chat_id WHERE h.external_id = :id AND i.direction = 'inbound' ORDER BY i.id"
    )
    with engine.connect() as connection:
        found = [str(row.text) for row in connection.execute(text(statement), {"id": str(user_id)})]
    engine.dispose()
    return found
