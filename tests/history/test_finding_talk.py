"""On PostgreSQL a conversation is read as it was committed last, whoever had it before."""

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, select, text, update

from crm.customers import merge
from crm.customers.models import ChannelIdentity, Chat, Customer
from crm.history import Conversation, Talk, find_talk
from crm.history.recording import lock_roots_in
from crm.kernel.database import Database
from crm.kernel.errors import ChangedMeanwhileError
from crm.kernel.jobs import Locking
from crm.kernel.models import table_of
from crm.kernel.session import Session
from tests.history.talking import NOON, someone

# SQLite has one writer: nobody comes between.
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

CONVERSATIONS, CUSTOMERS, IDENTITIES, CHATS = (
    table_of(model) for model in (Conversation, Customer, ChannelIdentity, Chat)
)
WAIT_S = 20.0
_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def address(database: Database) -> str:
    """Where somebody writes, and somebody else beside them."""
    someone(database)
    talk = someone(database)
    with database.reading() as session:
        return str(
            session.scalar(
                text("SELECT external_id FROM channel_identities WHERE id = :id").bindparams(id=talk.identity_id)
            )
        )


def _find(session: Session, address: str) -> Talk:
    talk = find_talk(session, "telegram", "42", address)
    assert talk is not None
    return talk


def _finds_meanwhile(database: Database, address: str, other: Connection) -> Talk | None:
    """Look for the conversation while `other` holds it, let `other` commit when we wait, and return what is found."""
    began = threading.Event()

    def look() -> Talk | None:
        with database.write_engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            began.set()
            return find_talk(Session(connection), "telegram", "42", address)

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        assert began.wait(WAIT_S)
        while not looking.done() and not other.scalar(_WAITING):
            pass
        other.commit()
        return looking.result(WAIT_S)


@contextmanager
def _another(database: Database) -> Iterator[Connection]:
    with database.write_engine.connect() as connection:
        yield connection


def test_what_another_changed_while_we_waited_is_seen(database: Database, address: str) -> None:
    with _another(database) as other:
        talk = _find(Session(other), address)
        other.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == talk.conversation_id).values(holder="agent"))
        other.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == talk.customer_id).values(language="en"))
        reached = {"closed_reason": "deactivated", "reach_changed_at": NOON}
        other.execute(update(IDENTITIES).where(IDENTITIES.c.id == talk.identity_id).values(reached))
        found = _finds_meanwhile(database, address, other)
    assert found is not None
    assert (found.holder, found.language, found.closed_reason) == ("agent", "en", "deactivated")


def test_who_got_another_root_while_we_waited_is_looked_for_again(database: Database, address: str) -> None:
    with _another(database) as other:
        talk = _find(Session(other), address)
        other.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == talk.customer_id).values(root_id=talk.customer_id - 1))
        assert _finds_meanwhile(database, address, other) is None
    database.writer.run(lambda session: _find(session, address))


def test_roots_are_locked_in_ascending_order_whatever_order_is_asked_for(database: Database) -> None:
    talks = [someone(database) for _ in range(3)]
    first, second, third = (talk.customer_id for talk in talks)
    with database.reading() as session:
        rows = session.execute(text("SELECT external_id FROM channel_identities ORDER BY id DESC LIMIT 3"))
        addresses = list(rows.scalars())
    with _another(database) as other, _another(database) as third_party:
        other.execute(text("SELECT id FROM customers WHERE id = :id FOR UPDATE"), {"id": second})

        def lock() -> None:
            with database.write_engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                lock_roots_in(Session(connection), addresses, channel="telegram", account="42")

        with ThreadPoolExecutor(1) as pool:
            locking = pool.submit(lock)
            while not locking.done() and not other.scalar(_WAITING):
                pass
            free = text("SELECT id FROM customers WHERE id = ANY(:ids) FOR UPDATE SKIP LOCKED")
            assert list(third_party.execute(free, {"ids": [first, second, third]}).scalars()) == [third]
            third_party.rollback()
            other.rollback()
            locking.result(WAIT_S)


def _addresses(database: Database, *talks: Talk) -> list[str]:
    query = select(IDENTITIES.c.external_id).join(CHATS, CHATS.c.identity_id == IDENTITIES.c.id)
    with database.reading() as session:
        return [str(session.scalar(query.where(CHATS.c.id == talk.chat_id))) for talk in talks]


def _merges(other: Connection, one: Talk, into: Talk) -> None:
    merge(Session(other), one.customer_id, into.customer_id, evidence={}, actor="staff:sari", at=NOON)


def test_a_merge_that_came_before_the_lock_is_not_overlooked(database: Database) -> None:
    known, one, bystander = (someone(database) for _ in range(3))
    addresses = _addresses(database, one, bystander)

    def lock() -> None:
        with database.write_engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            lock_roots_in(Session(connection), addresses, channel="telegram", account="42")

    with _another(database) as other, ThreadPoolExecutor(1) as pool:
        _merges(other, one, known)
        locking = pool.submit(lock)
        while not locking.done() and not other.scalar(_WAITING):
            pass
        other.commit()
        with pytest.raises(ChangedMeanwhileError):
            locking.result(WAIT_S)
    lock()


@pytest.mark.parametrize("jobs", [1, 3])
def test_jobs_that_share_a_transaction_run_under_the_root_that_a_merge_gave_them(database: Database, jobs: int) -> None:
    known, *talks = (someone(database) for _ in range(jobs + 1))
    lock = partial(lock_roots_in, channel="telegram", account="42")
    ends: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def root_that_is_locked(session: Session, address: str) -> int:
        talk = _find(session, address)
        root: int = session.scalar(select(CUSTOMERS.c.root_id).where(CUSTOMERS.c.id == talk.customer_id))
        return root

    with _another(database) as other:
        _merges(other, talks[0], known)
        for address in _addresses(database, *talks):
            database.writer.hand_over(
                partial(root_that_is_locked, address=address),
                lambda value, error: ends.put(error or value),
                locking=Locking(lock, address),
            )
        while not other.scalar(_WAITING):
            pass
        other.commit()
        found = {ends.get(timeout=WAIT_S) for _ in talks}
    assert found == {known.customer_id, *(talk.customer_id for talk in talks[1:])}
