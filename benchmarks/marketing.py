"""A broadcast that waits to be sent, put into the database by the one function that every word takes."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from benchmarks.systems import BOT_ID
from crm.consent import Evidence, Purpose, take_up_again
from crm.conversation.turns import talk_with
from crm.customers import Person
from crm.history import Content, Priority, Said, Talk, queue_outbound, record_inbound
from crm.kernel.database import open_database
from crm.kernel.session import Session

FIRST_MARKETING_CHAT_ID: Final = 900_000_001
"""Above every chat that a load writes from: who gets marketing is somebody else."""

_CHUNK: Final = 500
_OFFER: Final = Content(
    html="Khusus akhir pekan ini, biji kopi arabika <b>20% lebih murah</b>, karena Kakak sering membelinya.",
    priority=Priority.MARKETING,
    author="marketing",
    valid_for=timedelta(hours=24),
)


def fill_marketing_backlog(database_url: str, count: int) -> None:
    """Queue one offer to each of `count` customers, who are new and have a chat of their own."""
    database = open_database(database_url)
    try:
        for begin in range(0, count, _CHUNK):
            numbers = range(begin, min(begin + _CHUNK, count))
            database.writer.run(partial(_queue_offers, numbers=numbers, now=datetime.now(UTC)))
    finally:
        database.close()


def _queue_offers(session: Session, numbers: range, now: datetime) -> None:
    for number in numbers:
        chat_id = str(FIRST_MARKETING_CHAT_ID + number)
        person = Person("telegram", BOT_ID, chat_id, name=f"Pelanggan {number + 1}", language_code="id")
        talk = talk_with(session, person, now)
        _consent(session, talk, now)
        queue_outbound(session, talk, _OFFER, key=f"offer:bench:{number}", now=now)


def _consent(session: Session, talk: Talk, now: datetime) -> None:
    """Have a customer say yes to offers: without it none leaves."""
    words = Said(key=f"yes:bench:{talk.customer_id}", kind="text", text="ya", said_at=now)
    interaction_id = record_inbound(session, talk, words, now)
    if interaction_id is not None:
        take_up_again(session, talk.customer_id, [Purpose.OFFERS], Evidence(interaction_id, now, "bench"))
