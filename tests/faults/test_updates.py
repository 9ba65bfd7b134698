"""Updates of every odd kind: twice, out of order, unreadable, with ids that start again."""

import asyncio
from typing import Any

from sqlalchemy import create_engine, text

from sandbox.simulator import Person, Simulator
from tests.faults.conftest import Start
from tests.faults.promises import Promises
from tests.faults.questions import QUESTIONS


async def test_updates_that_come_twice_are_handled_once(start: Start, telegram: Simulator, promises: Promises) -> None:
    await telegram.faults.duplicate_updates()
    for number in range(5):  # these come in one batch, each beside its double
        await promises.says(f"Siti {number}", QUESTIONS[number])
    start("run")
    await promises.are_kept()
    for number in range(5):
        await promises.says(f"Siti {number}", QUESTIONS[number - 1])
    await promises.are_kept()


async def test_what_nothing_can_read_is_parked_and_harms_no_other(
    start: Start, telegram: Simulator, promises: Promises, database_url: str
) -> None:
    await promises.says("Siti", QUESTIONS[0])
    for unreadable in ("not even an object", {"chat": {"id": "x"}, "text": 7}):
        await telegram.inject({"message": unreadable})
    await telegram.inject(b"[1, null]", raw=True)
    await telegram.inject({"quantum_message": {"superposed": True}})
    await promises.says("Budi", QUESTIONS[1])
    start("run")

    await promises.are_kept()

    assert _rows(database_url, "SELECT count(*) FROM parked_updates") == [(4,)]
    assert _rows(database_url, "SELECT count(*) FROM notices WHERE kind = 'staff_parked_update'") == [(4,)]


async def test_characters_that_no_database_stores_are_replaced(
    start: Start, telegram: Simulator, promises: Promises, database_url: str
) -> None:
    siti = await telegram.newcomer("Siti \x00 Demo")
    await siti.says("nul \x00 tunggal \ud83d, bagaimana cara ganti alamat?")
    await promises.says("Budi", QUESTIONS[1])
    start("run")

    await promises.are_kept()
    await siti.sees(within_s=10)

    said = _rows(database_url, "SELECT text FROM interactions WHERE text LIKE 'nul%'")
    assert said == [("nul \ufffd tunggal \ufffd, bagaimana cara ganti alamat?",)]


async def test_an_edit_and_a_reaction_may_come_before_their_message(
    start: Start, telegram: Simulator, promises: Promises, database_url: str
) -> None:
    process = start("run")
    await process.ready()
    siti = await telegram.newcomer("Siti")
    await siti.starts()
    await siti.sees(within_s=10)
    message = _message(siti, 5000, QUESTIONS[0])
    user = message["from"]
    await telegram.inject({"edited_message": message | {"text": QUESTIONS[1], "edit_date": message["date"]}})
    reaction = {"type": "emoji", "emoji": "👎"}
    about = {"chat": message["chat"], "message_id": 5000, "date": message["date"], "user": user}
    await telegram.inject({"message_reaction": about | {"old_reaction": [], "new_reaction": [reaction]}})
    await telegram.inject({"message": message})

    await siti.sees("nomor resi", within_s=10)  # the newest words are answered
    await promises.are_kept()

    rows = _rows(
        database_url, "SELECT kind, text, message_id FROM interactions WHERE direction = 'inbound' ORDER BY id"
    )
    assert [(kind, message_id) for kind, _, message_id in rows][1:] == [
        ("edit", 5000),
        ("reaction", 5000),
        ("text", 5000),
    ]
    assert rows[3][1] == QUESTIONS[0]


async def test_update_ids_may_start_again_elsewhere(start: Start, telegram: Simulator, promises: Promises) -> None:
    await telegram.jump_update_ids(800_000_000)
    start("run")
    for to in (5, 900_000_000, 700_000):
        await promises.says("Siti", QUESTIONS[to % 3])
        await promises.are_kept()
        await telegram.jump_update_ids(to)
    await asyncio.gather(*(promises.says(f"Budi {number}", QUESTIONS[number]) for number in range(4)))
    await promises.are_kept()


def _message(person: Person, message_id: int, words: str) -> dict[str, Any]:
    name = {"id": person.user_id, "first_name": person.name}
    return {
        "message_id": message_id,
        "date": 1_700_000_000,
        "chat": name | {"type": "private"},
        "from": name | {"is_bot": False, "language_code": "id"},
        "text": words,
    }


def _rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return rows
