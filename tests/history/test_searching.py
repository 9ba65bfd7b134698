"""What was said is found by its words: at once, once, for its customer or among all, and not once it is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.history import Method, recall, record_note, search
from crm.history.indexing import count_not_indexed, forget_words, index_anew, index_words, not_indexed, tokens_by_id
from crm.kernel.database import Database
from crm.kernel.masking import masked
from tests.history.remembering import found, index, reading, recalled, replies, says, texts
from tests.history.talking import NOON, someone
from tests.history.test_recall import merge

INDEXED = pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "not indexed yet"])


def index_if(database: Database, *, indexed: bool) -> None:
    if indexed:
        index(database)


@INDEXED
@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Pesanan saya belum dikirim", "pengiriman pesan"),
        ("The parcel was DAMAGED when delivered", "damage deliver"),
        ("min, ordernya dicancel aja ya, refundnya kapan?", "cancel refund"),
        ("Nomor pesanan: K-1042 (INV/2026/4411)", "4411"),
        ("Hari Jum\u2019at ke caf\u00e9", "jumat cafe"),
        ("🙏 tolong ya", "TOLONG"),
    ],
)
def test_a_line_is_found_by_its_words_in_any_form(database: Database, said: str, asked: str, indexed: bool) -> None:
    siti = someone(database)
    says(database, siti, said)
    says(database, siti, "sesuatu yang lain")
    index_if(database, indexed=indexed)
    assert recalled(database, siti, asked) == [said]
    assert found(database, asked) == [said]


@INDEXED
def test_all_words_must_be_there(database: Database, indexed: bool) -> None:
    siti = someone(database)
    says(database, siti, "kopi susu")
    says(database, siti, "kopi hitam")
    index_if(database, indexed=indexed)
    assert found(database, "kopi") == ["kopi hitam", "kopi susu"]
    assert found(database, "susu kopi") == ["kopi susu"]
    assert found(database, "susu teh") == []


@pytest.mark.parametrize("nothing", ["", "  ", "🙏", "?!", "' OR 1=1 --' AND \"", '"', "NEAR("])
def test_what_has_no_words_or_strange_ones_finds_nothing(database: Database, nothing: str) -> None:
    siti = someone(database)
    says(database, siti, "halo")
    says(database, siti, "🙏")
    index(database)
    assert found(database, nothing) == []
    assert recalled(database, siti, nothing) == []


@INDEXED
def test_a_line_of_another_customer_is_never_found_for_one(database: Database, indexed: bool) -> None:
    siti, budi = someone(database), someone(database)
    says(database, siti, f"kopi #{budi.customer_id} {budi.customer_id} customer{budi.customer_id}")
    says(database, budi, "kopi")
    index_if(database, indexed=indexed)
    assert recalled(database, budi, "kopi") == ["kopi"]
    assert len(found(database, "kopi")) == 2


@INDEXED
def test_merged_customers_are_asked_for_together(database: Database, indexed: bool) -> None:
    phone, tablet, other = someone(database), someone(database), someone(database)
    says(database, phone, "kopi satu")
    says(database, tablet, "kopi dua")
    says(database, other, "kopi tiga")
    index_if(database, indexed=indexed)
    merge(database, tablet, phone)
    assert recalled(database, phone, "kopi") == recalled(database, tablet, "kopi") == ["kopi dua", "kopi satu"]
    assert recalled(database, phone) == ["kopi dua", "kopi satu"]


def test_a_line_half_indexed_half_waiting_is_found_once(database: Database) -> None:
    siti = someone(database)
    for number in range(10):
        says(database, siti, f"kopi {number}")
    index(database, most=4)
    assert recalled(database, siti, "kopi") == found(database, "kopi") == [f"kopi {n}" for n in range(9, -1, -1)]


def test_two_indexers_at_once_index_each_line_once(database: Database) -> None:
    siti = someone(database)
    says(database, siti, "kopi")
    with database.reading() as session:
        tokens = tokens_by_id(not_indexed(session, 10))
    assert database.writer.run(lambda session: index_words(session, tokens)) == 1
    assert database.writer.run(lambda session: index_words(session, tokens)) == 0
    assert found(database, "kopi") == ["kopi"]


def test_what_came_twice_waits_once(database: Database) -> None:
    siti = someone(database)
    replies(database, siti, "")
    says(database, siti, "halo")
    assert reading(database, count_not_indexed) == 1


@INDEXED
def test_time_bounds_what_is_found(database: Database, indexed: bool) -> None:
    siti = someone(database)
    moments = [
        datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 15, 12, tzinfo=UTC),
        datetime(2026, 3, 15, 13, tzinfo=UTC),
        datetime(2027, 2, 1, tzinfo=UTC),
    ]
    for moment in moments:
        says(database, siti, f"kopi {moment:%d%H}", moment)
    index_if(database, indexed=indexed)
    for since in (None, *moments):
        for until in (None, *moments):
            within = [m for m in moments if (since is None or since <= m) and (until is None or m < until)]
            expected = [f"kopi {moment:%d%H}" for moment in reversed(within)]

            with database.reading() as session:
                everything = recall(session, siti.customer_id, since=since, until=until)
                own = recall(session, siti.customer_id, text="kopi", since=since, until=until)
                all_customers = search(session, "kopi", since=since, until=until)
            assert texts(everything) == texts(own) == texts(all_customers) == expected


@INDEXED
def test_notes_are_for_those_who_ask_for_them(database: Database, indexed: bool) -> None:
    siti = someone(database)
    says(database, siti, "kopi")
    database.writer.run(lambda session: record_note(session, siti, "note", "kopi: sudah diganti", NOON))
    index_if(database, indexed=indexed)
    assert recalled(database, siti) == recalled(database, siti, "kopi") == found(database, "kopi") == ["kopi"]
    with_notes = reading(database, lambda session: texts(search(session, "kopi", with_notes=True)))
    assert with_notes == ["kopi: sudah diganti", "kopi"]


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "3174012345678901", "081234567890"]
)
def test_numbers_of_cards_and_persons_find_nobody(database: Database, number: str) -> None:
    siti = someone(database)
    says(database, siti, f"ini kartu saya: {number} tolong")
    for _ in range(2):
        assert found(database, number) == recalled(database, siti, number) == []
        assert found(database, number[:4]) == []
        assert found(database, "kartu tolong") == [masked(f"ini kartu saya: {number} tolong")]
        index(database)


@INDEXED
def test_secrets_typed_by_mistake_are_neither_shown_nor_found(database: Database, indexed: bool) -> None:
    siti = someone(database)
    says(database, siti, "PIN saya 481516 jangan bilang siapa-siapa")
    index_if(database, indexed=indexed)
    assert found(database, "481516") == recalled(database, siti, "481516") == []
    assert found(database, "jangan bilang") == recalled(database, siti) == ["PIN saya •••• jangan bilang siapa-siapa"]


@INDEXED
def test_forgotten_words_are_not_found(database: Database, indexed: bool) -> None:
    siti = someone(database)
    kept, forgotten = says(database, siti, "kopi satu"), says(database, siti, "kopi dua")
    index_if(database, indexed=indexed)
    for _ in range(2):
        database.writer.run(lambda session: forget_words(session, [forgotten]))
        index(database)
        with database.reading() as session:
            assert [line.id for line in search(session, "kopi").lines] == [kept]
        assert found(database, "dua") == []
    says(database, siti, "dua lagi")
    assert found(database, "dua") == ["dua lagi"]


@INDEXED
@pytest.mark.parametrize("about", ["first", "second"])
def test_what_the_business_took_back_is_neither_recalled_nor_found(
    database: Database,
    indexed: bool,
    about: str,
) -> None:
    siti = someone(database)
    says(database, siti, "kopi?")
    first = replies(database, siti, "kopi rahasia")
    second = replies(database, siti, "kopi sangat rahasia", Method.EDIT, first)
    for number in range(40):
        replies(database, siti, f"kata {number}")
    index_if(database, indexed=indexed)
    replies(database, siti, "", Method.DELETION, first if about == "first" else second)
    assert found(database, "rahasia") == recalled(database, siti, "rahasia") == []
    index(database)
    assert found(database, "rahasia") == []
    with database.reading() as session:
        page = recall(session, siti.customer_id, most=10)
        while page.next_key is not None:
            assert "rahasia" not in " ".join(texts(page))
            page = recall(session, siti.customer_id, most=10, before_key=page.next_key)
        assert texts(page)[-1] == "kopi?"


def test_after_a_change_of_stems_all_is_indexed_anew(database: Database) -> None:
    siti = someone(database)
    says(database, siti, "kopi")
    index(database)
    says(database, siti, "kopi lagi")
    database.writer.run(index_anew)
    assert found(database, "kopi") == ["kopi lagi", "kopi"]
    assert index(database) == 2
    assert found(database, "kopi") == ["kopi lagi", "kopi"]


def test_a_search_that_cannot_look_at_all_says_so(database: Database) -> None:
    siti = someone(database)
    for number in range(3):
        says(database, siti, f"kopi {number}")
    page = reading(database, lambda session: search(session, "kopi", most_unindexed=2))
    assert (texts(page), page.is_complete) == (["kopi 2", "kopi 1"], False)
    assert recalled(database, siti, "kopi") == ["kopi 2", "kopi 1", "kopi 0"]
    index(database)
    page = reading(database, lambda session: search(session, "kopi", most_unindexed=2))
    assert (len(page.lines), page.is_complete) == (3, True)


def test_it_works_days_later_and_from_another_channel(database_url: str) -> None:
    """Nothing of it is in memory."""
    from crm.kernel.database import open_database  # noqa: PLC0415

    first = open_database(database_url)
    siti, on_the_web = someone(first), someone(first)
    says(first, siti, "Pesanan 4411 pecah", NOON)
    index(first)
    first.close()
    later = open_database(database_url)
    merge(later, on_the_web, siti)
    says(later, on_the_web, "is 4411 replaced?", NOON + timedelta(days=9))
    assert recalled(later, on_the_web, "4411") == ["is 4411 replaced?", "Pesanan 4411 pecah"]
    later.close()
