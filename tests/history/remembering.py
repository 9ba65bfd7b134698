"""What the tests of recall and search share: people who say things, and an indexer that runs when it is told to."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import TypeVar

from crm.history import Content, Method, Page, Said, Talk, queue_outbound, recall, record_inbound, search
from crm.history.indexing import index_words, not_indexed, tokens_by_id
from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.history.talking import NOON

T = TypeVar("T")
_keys = count(1)


def says(database: Database, talk: Talk, words: str, at: datetime = NOON, *, kind: str = "text") -> int:
    """Record what a customer says and return its id."""
    number = next(_keys)
    said = Said(kind=kind, text=words, said_at=at, key=f"said:{number}", message_id=number)
    interaction_id = database.writer.run(lambda session: record_inbound(session, talk, said, at))
    assert interaction_id is not None
    return interaction_id


def replies(
    database: Database, talk: Talk, words: str, method: Method = Method.MESSAGE, about: int | None = None
) -> int:
    """Queue what the business says and return its id."""
    content, key = Content(html=words, method=method, about=about), f"reply:{next(_keys)}"
    interaction_id = database.writer.run(lambda session: queue_outbound(session, talk, content, key=key, now=NOON))
    assert interaction_id is not None
    return interaction_id


def index(database: Database, most: int = 1000) -> int:
    """Index what waits, as the part of a running Ingat does, and return how many lines that were."""
    with database.reading() as session:
        tokens = tokens_by_id(not_indexed(session, most))
    return database.writer.run(lambda session: index_words(session, tokens))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def recalled(database: Database, talk: Talk, text: str | None = None) -> list[str]:
    return reading(database, lambda session: texts(recall(session, talk.customer_id, text=text)))


def found(database: Database, text: str) -> list[str]:
    return reading(database, lambda session: texts(search(session, text)))


def reading(database: Database, work: Callable[[Session], T]) -> T:
    with database.reading() as session:
        return work(session)
