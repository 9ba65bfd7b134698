"""The broadcast of the benchmark is one that a sender would find after a campaign began."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from benchmarks.marketing import FIRST_MARKETING_CHAT_ID, fill_marketing_backlog
from benchmarks.systems import BOT_ID
from crm.history import Priority
from crm.history.outbox import DELIVERIES, due_deliveries
from crm.kernel.database import open_database


def test_every_offer_waits_for_a_customer_of_its_own(database_url: str) -> None:
    fill_marketing_backlog(database_url, 7)
    database = open_database(database_url)
    with database.reading() as session:
        due = due_deliveries(session, BOT_ID, datetime.now(UTC), marketing=True, most=100)
    database.close()
    assert [offer.address for offer in due] == [str(FIRST_MARKETING_CHAT_ID + number) for number in range(7)]
    assert {offer.priority for offer in due} == {Priority.MARKETING}
    assert all(offer.text and offer.payload for offer in due)  # in plain words, and with its markup


def test_a_backlog_that_is_there_is_not_queued_twice(database_url: str) -> None:
    for _ in range(2):
        fill_marketing_backlog(database_url, 3)
    database = open_database(database_url)
    with database.reading() as session:
        count = session.scalar(select(func.count()).select_from(DELIVERIES))
    database.close()
    assert count == 3
