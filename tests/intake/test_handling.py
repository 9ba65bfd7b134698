"""Every update ends handled, parked or not acknowledged."""

import asyncio
import sqlite3
from datetime import timedelta
from functools import partial
from itertools import permutations

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import OperationalError

from bot.callback_data import LONGEST, Signer
from bot.intake.seeing import KEEP_SEEN, mark_played, parked, parked_count, prune_seen, see
from crm.conversation.snapshot import Snapshot
from crm.history import Notice
from crm.kernel.database import Database
from crm.kernel.errors import DatabaseUnavailableError
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.turns.shop import OPENING, Shop, broken

NOTICES = table_of(Notice)


@pytest.fixture
def shop(database: Database, snapshot: Snapshot) -> Shop:
    return Shop(database, snapshot)


def _notices(database: Database) -> list[str]:
    with database.reading() as session:
        return [row.kind for row in session.execute(select(NOTICES).order_by(NOTICES.c.id))]


async def test_what_cannot_be_read_is_parked_whole_once_and_the_staff_are_told(shop: Shop) -> None:
    raw = shop.update("message", {"message_id": "what", "words": "still kept"})
    assert await shop.take(raw) == "parked"
    assert await shop.take(raw) == "parked"
    with shop.database.reading() as session:
        [(_, update_id, kept, error)] = parked(session, shop.bot.id)
        assert parked_count(session) == 1
    assert (update_id, kept) == (raw["update_id"], raw)
    assert error.startswith("ValidationError")
    assert _notices(shop.database) == ["staff_parked_update"]


async def test_what_was_parked_is_played_again_and_answered(shop: Shop, snapshot: Snapshot) -> None:
    raw = shop.update("message", shop.message("jam buka?"))
    shop.snapshot = broken(snapshot)
    shop.database.writer.run(lambda session: session.execute(text("ALTER TABLE interactions RENAME TO away")))
    assert await shop.take(raw) == "parked"
    shop.database.writer.run(lambda session: session.execute(text("ALTER TABLE away RENAME TO interactions")))
    assert shop.lines() == []
    shop.snapshot = snapshot
    with shop.database.reading() as session:
        [(parked_id, _, kept, _)] = parked(session, shop.bot.id)
    assert await shop.intake.replay(kept, partial(mark_played, parked_id=parked_id, now=shop.clock()))
    assert len(shop.replies()) == 1
    with shop.database.reading() as session:
        assert parked_count(session) == 0
    assert await shop.take(raw) == "seen before", "Telegram may still deliver it"
    assert len(shop.replies()) == 1


async def test_what_fails_again_stays_parked(shop: Shop) -> None:
    raw = shop.update("message", {"message_id": "what"})
    await shop.take(raw)
    with shop.database.reading() as session:
        [(parked_id, _, kept, _)] = parked(session, shop.bot.id)
    assert not await shop.intake.replay(kept, partial(mark_played, parked_id=parked_id, now=shop.clock()))
    with shop.database.reading() as session:
        assert parked_count(session) == 1


async def test_while_the_database_cannot_commit_nothing_is_acknowledged_or_parked(shop: Shop) -> None:
    def refuse(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk full"))

    event.listen(shop.database.write_engine, "commit", refuse)
    with pytest.raises(DatabaseUnavailableError):
        await shop.say("jam buka?")
    with pytest.raises(DatabaseUnavailableError):
        await shop.take(shop.update("message", {"message_id": "what"}))
    event.remove(shop.database.write_engine, "commit", refuse)
    with shop.database.reading() as session:
        assert parked_count(session) == 0
    assert shop.lines() == []


async def test_two_processes_that_meet_one_person_agree(shop: Shop) -> None:
    intakes = [shop.new_intake(lambda: shop.snapshot) for _ in range(4)]
    raws = [shop.update("message", shop.message("jam buka?")) for _ in intakes]
    results = await asyncio.gather(*(intake.take(raw) for intake, raw in zip(intakes, raws, strict=True)))
    assert results == ["handled"] * 4
    assert len(shop.lines("inbound")) == len(shop.replies()) == 4


async def test_one_update_in_two_processes_is_handled_once(shop: Shop) -> None:
    await shop.say("/start")
    intakes = [shop.new_intake(lambda: shop.snapshot) for _ in range(4)]
    raw = shop.update("message", shop.message("jam buka?"))
    results = await asyncio.gather(*(intake.take(raw) for intake in intakes))
    assert sorted(results) == ["handled"] + ["seen before"] * 3
    assert len(shop.replies()) == 2


async def test_a_press_is_answered_after_the_commit_and_only_then(shop: Shop) -> None:
    await shop.press("article", "gerai")
    assert shop.shown == [None]
    await shop.take(shop.press_of("old"))
    assert len(shop.shown) == 2
    assert shop.shown[1]


async def test_a_group_hears_that_we_work_in_private_and_a_move_is_followed(shop: Shop) -> None:
    group = {"id": -77, "type": "group", "title": "Family"}
    assert await shop.take(shop.update("message", shop.message("hello", chat=group))) == "handled"
    assert _notices(shop.database) == ["group_only_private"]
    moved = shop.update("message", shop.message(None, chat=group, migrate_to_chat_id=-100_77))
    assert await shop.take(moved) == "handled"
    with shop.database.reading() as session:
        assert session.scalar(text("SELECT external_id FROM chats")) == "-10077"


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_foreign_place_is_left_once_whatever_else_comes_from_there_and_in_any_order(
    shop: Shop, kind: str
) -> None:
    """Being added makes two updates, and people go on talking until the bot is out."""
    for place, order in enumerate(permutations(range(4)), start=1):
        chat = {"id": -1000 * len(kind) - place, "type": kind, "title": "Family"}
        message = "channel_post" if kind == "channel" else "message"
        updates = [
            shop.update("my_chat_member", shop.membership_in(chat, "left", "administrator")),
            shop.update(message, shop.message(None, chat=chat, new_chat_members=[shop.person()])),
            shop.update(message, shop.message("what is this?", chat=chat)),
            shop.update("my_chat_member", shop.membership_in(chat, "administrator", "member")),
        ]
        for number in order:
            assert await shop.take(updates[number]) == "handled"
        assert _queued_in(shop.database, chat["id"]) == ["message", "leave"]


async def test_a_group_that_keeps_the_bot_but_forbids_it_to_speak_is_foreign_too(shop: Shop) -> None:
    for is_member, queued in ((True, ["message", "leave"]), (False, [])):
        chat = {"id": -9000 - is_member, "type": "supergroup", "title": "Family"}
        event = shop.membership_in(chat, "member", "restricted")
        event["new_chat_member"]["is_member"] = is_member
        assert await shop.take(shop.update("my_chat_member", event)) == "handled"
        assert _queued_in(shop.database, chat["id"]) == queued


def _queued_in(database: Database, chat_id: object) -> list[str]:
    statement = "SELECT method FROM deliveries d JOIN chats c ON c.id = d.chat_id WHERE external_id = :id ORDER BY d.id"
    with database.reading() as session:
        return list(session.execute(text(statement), {"id": str(chat_id)}).scalars())


def test_seen_updates_are_forgotten_after_three_days(database: Database) -> None:
    for update_id in range(5):
        database.writer.run(partial(_see, update_id=update_id))
    later = OPENING + KEEP_SEEN
    assert database.writer.run(lambda session: prune_seen(session, later)) == 0
    assert database.writer.run(lambda session: prune_seen(session, later + timedelta(seconds=1))) == 5
    assert database.writer.run(partial(_see, update_id=1))


def _see(session: Session, *, update_id: int) -> bool:
    return see(session, 42, update_id, OPENING)


# What buttons carry


@pytest.mark.parametrize("argument", ["", "gerai", "1.2.3", "a:b", "é"])
def test_what_we_signed_comes_back(argument: str) -> None:
    signer = Signer("42:token")
    assert signer.unpack("7", signer.pack("7", "article", argument)) == ("article", argument)


@pytest.mark.parametrize(("chat", "token"), [("8", "42:token"), ("7", "42:other")])
def test_what_was_signed_for_another_chat_or_by_another_bot_is_refused(chat: str, token: str) -> None:
    assert Signer("42:token").unpack("7", Signer(token).pack(chat, "article", "gerai")) is None


@pytest.mark.parametrize("data", ["", "x", "AAAAAAAA", "AAAAAAAAarticle:gerai", "é" * 20])
def test_what_nobody_signed_is_refused(data: str) -> None:
    assert Signer("42:token").unpack("7", data) is None


def test_data_that_telegram_would_refuse_is_refused_here() -> None:
    signer = Signer("42:token")
    room = LONGEST - len(signer.pack("7", "a", ""))
    assert len(signer.pack("7", "a", "x" * room)) == LONGEST
    with pytest.raises(ValueError, match="too long"):
        signer.pack("7", "a", "x" * (room + 1))
