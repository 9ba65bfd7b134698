"""A search within a time looks only where the lines of those hours are, and misses none that was added later."""

from datetime import timedelta

from crm.history import search
from crm.history.hours import note_hours, span_of
from crm.history.indexing import index_anew
from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.history.remembering import index, reading, says, texts
from tests.history.talking import NOON, someone

A_DAY = timedelta(days=1)


def found_on(database: Database, text: str, days_ago: int) -> list[str]:
    since = (NOON - days_ago * A_DAY).replace(hour=0)
    return reading(database, lambda session: texts(search(session, text, since=since, until=since + A_DAY)))


def test_hours_know_between_which_numbers_their_lines_are(database: Database) -> None:
    siti = someone(database)
    numbers = [says(database, siti, "kopi", NOON - days * A_DAY) for days in (2, 2, 1, 0, 0)]
    index(database, most=3)
    index(database)

    def spans(session: Session) -> list[tuple[int, int]]:
        ends = [NOON - ago * A_DAY + timedelta(hours=1) for ago in (2, 1, 0, 3)]
        return [span_of(session, end - A_DAY, end)[:2] for end in ends]

    at = numbers[0]
    assert reading(database, spans) == [(at, at + 2), (at + 2, at + 3), (at + 3, at + 5), (0, 0)]


def test_a_contact_added_later_is_found_on_the_day_it_was_made(database: Database) -> None:
    siti = someone(database)
    says(database, siti, "kopi dua hari lalu", NOON - 2 * A_DAY)
    says(database, siti, "kopi hari ini")
    index(database)
    says(database, siti, "telepon: kopi tumpah", NOON - 2 * A_DAY)
    index(database)
    assert found_on(database, "kopi", 2) == ["telepon: kopi tumpah", "kopi dua hari lalu"]
    assert found_on(database, "kopi", 0) == ["kopi hari ini"]
    assert found_on(database, "kopi", 1) == []


def test_hours_that_reach_far_are_asked_for_by_their_tokens(database: Database) -> None:
    siti = someone(database)
    says(database, siti, "kopi lama", NOON - 9 * A_DAY)
    for number in range(40):
        says(database, siti, f"kopi {number}")
    index(database)
    then = NOON - 9 * A_DAY
    database.writer.run(lambda session: note_hours(session, [(then, 100_000)]))
    assert not reading(database, lambda session: span_of(session, then, then + A_DAY)).is_tight
    assert found_on(database, "kopi", 9) == ["kopi lama"]
    assert len(found_on(database, "kopi", 0)) == 30


def test_hours_are_counted_anew_with_the_index(database: Database) -> None:
    siti = someone(database)
    says(database, siti, "kopi")
    index(database)
    database.writer.run(index_anew)
    assert reading(database, lambda session: span_of(session, NOON, NOON + A_DAY).end) == 0
    index(database)
    assert found_on(database, "kopi", 0) == ["kopi"]
