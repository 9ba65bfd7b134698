"""Whatever order an index is asked in, it gives the newest rows that hold, and all of them, on both databases."""

import random
from collections.abc import Iterator, Set

import pytest

from crm.kernel.database import Database
from crm.kernel.token_index import AFTER_ALL, AllOf, AnyOf, Expression, TokenIndex, holds

INDEX = TokenIndex("interaction_words")
COMMON, USUAL, RARE = "kopi", "susu", "k1042"
ASKED: list[Expression] = [
    COMMON,
    USUAL,
    RARE,
    "nowhere",
    AllOf((COMMON, USUAL)),
    AllOf((COMMON, AnyOf((RARE, USUAL)))),
    AnyOf((RARE, AllOf((COMMON, USUAL)))),
]


@pytest.fixture
def rows(database: Database) -> dict[int, Set[str]]:
    """Rows whose numbers lie far apart, so that they fill the windows of PostgreSQL and reach beyond them."""
    dice = random.Random(7)  # noqa: S311 the same rows each time
    numbers = sorted({*range(9_999_000, 10_000_000, 2), *(dice.randrange(1, 10_000_000) for _ in range(2000))})
    held: dict[int, Set[str]] = {
        number: frozenset(
            {f"#{number}"}
            | ({COMMON} if dice.random() < 0.6 else set())
            | ({USUAL} if dice.random() < 0.05 else set())
            | ({RARE} if dice.random() < 0.004 else set())
        )
        for number in numbers
    }
    database.writer.run(lambda session: INDEX.add(session, sorted(held.items())))
    return held


def expected(rows: dict[int, Set[str]], wanted: Expression, before: int, most: int) -> list[int]:
    return sorted((n for n, tokens in rows.items() if n < before and holds(wanted, tokens)), reverse=True)[:most]


def befores() -> Iterator[int]:
    yield AFTER_ALL
    yield from (10_000_000, 9_999_500, 9_900_001, 6_000_000, 4_194_304, 262_145, 16_384, 3000, 1)


@pytest.mark.parametrize("is_rare", [False, True])
@pytest.mark.parametrize("most", [1, 5, 40, 300])
def test_the_newest_are_found_however_far_back(
    database: Database, rows: dict[int, Set[str]], most: int, is_rare: bool
) -> None:
    with database.reading() as session:
        for wanted in ASKED:
            for before in befores():
                found = INDEX.find(session, wanted, before=before, most=most, is_rare=is_rare)
                assert found == expected(rows, wanted, before, most), (wanted, before)


def test_what_is_removed_is_not_found(database: Database, rows: dict[int, Set[str]]) -> None:
    gone = expected(rows, RARE, AFTER_ALL, 3)
    database.writer.run(lambda session: INDEX.remove(session, [(number, rows.pop(number)) for number in gone]))
    with database.reading() as session:
        assert INDEX.find(session, RARE, most=50) == expected(rows, RARE, AFTER_ALL, 50)


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(ValueError, match="not among the tables"):
        TokenIndex("customers")
