"""A table that finds numbered rows by their tokens, newest first: FTS5 on SQLite, a GIN index on PostgreSQL (ADR 9).

Whoever uses it decides what the tokens are: stems, parts of names, who and when. The rows themselves are elsewhere.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy import Executable, text

from crm.kernel.prepared import Prepared, Values
from crm.kernel.session import Session

SIGNS: Final = "#@~_"
"""What a token may hold besides letters and digits: no word does, so that a sign tells what kind of token it is."""

AFTER_ALL: Final = 2**62
_TABLES: Final = ("interaction_words", "customer_names", "name_parts")
"""Those that migrations make: no mapped class declares them."""

_LOOKED_THROUGH: Final = 2000
"""How many of the newest numbers PostgreSQL looks through one by one: a frequent word is found among them."""

_PENDING_KB: Final = 512
"""How much PostgreSQL gathers before it puts it in order, at half the cost. A search looks through so much itself."""

_MERGED_PAGES: Final = 8
"""How much of the index FTS5 puts in order with each addition: when it chose itself, it took up to 50 ms at once."""

WINDOWS: Final = (14, 18, 22)
"""Powers of two: how many numbers, from the newest down, PostgreSQL looks through before it looks through all."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds for rows with every part: tokens, or other expressions."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds for rows with at least one part."""

    parts: "tuple[Expression, ...]"


Expression = str | AllOf | AnyOf
Entry = tuple[int, Set[str]]
"""A row's number and its tokens."""


def holds(wanted: Expression, tokens: Set[str]) -> bool:
    """Tell whether a row with these tokens is wanted."""
    if isinstance(wanted, str):
        return wanted in tokens
    each = (holds(part, tokens) for part in wanted.parts)
    return all(each) if isinstance(wanted, AllOf) else any(each)


def is_token_index(table: str) -> bool:
    """Tell whether a table of the database is one of these, or one of those that FTS5 keeps beside them."""
    return any(table == ours or table.startswith(f"{ours}_") for ours in _TABLES)


@dataclass(frozen=True)
class TokenIndex:
    """The index in one table, which a migration makes by `made_by`."""

    table: str

    def __post_init__(self) -> None:
        if self.table not in _TABLES:
            raise ValueError(f"{self.table} is not among the tables of indexes")

    def made_by(self, dialect: str) -> list[str]:
        """Return the statements that create the table."""
        if dialect == "sqlite":
            options = f"tokens, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '{SIGNS}'\""
            return [
                f"CREATE VIRTUAL TABLE {self.table} USING fts5({options})",
                f"INSERT INTO {self.table} ({self.table}, rank) VALUES ('automerge', 0)",  # noqa: S608 its name is ours
            ]
        return [
            f"CREATE TABLE {self.table} (id BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)",
            f"CREATE INDEX {self.table}_tokens ON {self.table} USING gin (tokens)"
            f" WITH (gin_pending_list_limit = {_PENDING_KB})",
        ]

    def add(self, session: Session, entries: Sequence[Entry]) -> None:
        """Add rows that are not there yet."""
        if session.is_sqlite:
            session.change_all(self._add, [{"id": number, "tokens": _words(tokens)} for number, tokens in entries])
            session.change(self._merge, {"pages": _MERGED_PAGES})
        else:
            rows = [{"id": number, "tokens": [*tokens, *_windows_of(number)]} for number, tokens in entries]
            session.change_all(self._add, rows)

    def remove(self, session: Session, entries: Sequence[Entry]) -> None:
        """Take out rows that are there, with the tokens they were added with: on SQLite others damage the index."""
        session.change_all(
            self._remove,
            [{"id": number} | ({"tokens": _words(tokens)} if session.is_sqlite else {}) for number, tokens in entries],
        )

    def clear(self, session: Session) -> None:
        """Take all rows out."""
        session.change(self._clear, {})

    def find(
        self,
        session: Session,
        wanted: Expression,
        *,
        first: int = 0,
        before: int = AFTER_ALL,
        most: int,
        is_rare: bool = False,
    ) -> list[int]:
        """Return the numbers of the newest rows from `first` to below `before` that are wanted, newest first.

        PostgreSQL looks through few rows first and then through more, unless what is wanted `is_rare` anyway.
        """
        between = {"first": first, "before": before, "most": most}
        if session.is_sqlite or is_rare:
            return self._numbers(session, self._find, wanted, between)
        return self._found_near(session, wanted, between)

    def _found_near(self, session: Session, wanted: Expression, between: dict[str, int]) -> list[int]:
        """Look through the newest few rows, then through windows of them, then through all.

        How many there are in the smallest window tells which larger one is worth asking.
        """
        first, most = between["first"], between["most"]
        newest = min(between["before"] - 1, session.value(self._newest, {}) or 0)
        looked_from = max(first, newest - _LOOKED_THROUGH)
        found = self._numbers(session, self._find_near, wanted, {**between, "first": looked_from})
        smallest = WINDOWS[0]
        for power in WINDOWS:
            if len(found) >= most or looked_from <= first:
                return found
            if power == smallest or len(found) << (power - smallest) >= most:
                looked_from = max(0, ((newest >> power) - 1) << power)
                window = AllOf((AnyOf(_newest_windows(newest, power)), wanted))
                found = self._numbers(session, self._find, window, between)
        if len(found) >= most or looked_from <= first:
            return found
        return self._numbers(session, self._find, wanted, between)

    def _numbers(self, session: Session, statement: Prepared, wanted: Expression, between: Values) -> list[int]:
        signs = (" AND ", " OR ", '"{}"') if session.is_sqlite else (" & ", " | ", "'{}'")
        rows = session.rows(statement, {"query": _written(wanted, *signs), **between})
        return [number for (number,) in rows]

    @cached_property
    def _add(self) -> Prepared:
        return self._prepared(
            "INSERT INTO {t} (rowid, tokens) VALUES (:id, :tokens)",
            "INSERT INTO {t} (id, tokens) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))",
        )

    @cached_property
    def _merge(self) -> Prepared:
        return self._prepared("INSERT INTO {t} ({t}, rank) VALUES ('merge', :pages)", "")

    @cached_property
    def _remove(self) -> Prepared:
        return self._prepared(
            "INSERT INTO {t} ({t}, rowid, tokens) VALUES ('delete', :id, :tokens)", "DELETE FROM {t} WHERE id = :id"
        )

    @cached_property
    def _clear(self) -> Prepared:
        return self._prepared("INSERT INTO {t} ({t}) VALUES ('delete-all')", "DELETE FROM {t}")

    @cached_property
    def _find(self) -> Prepared:
        """Ask the index first: PostgreSQL's planner takes rare tokens for usual ones, and would walk through rows."""
        return self._prepared(
            "SELECT rowid FROM {t} WHERE {t} MATCH :query AND rowid >= :first AND rowid < :before"
            " ORDER BY rowid DESC LIMIT :most",
            "WITH found AS MATERIALIZED (SELECT id FROM {t} WHERE tokens @@ CAST(:query AS tsquery))"
            " SELECT id FROM found WHERE id >= :first AND id < :before ORDER BY id DESC LIMIT :most",
        )

    @cached_property
    def _find_near(self) -> Prepared:
        return self._prepared(
            "",
            "SELECT id FROM {t} WHERE id >= :first AND id < :before AND tokens @@ CAST(:query AS tsquery)"
            " ORDER BY id DESC LIMIT :most",
        )

    @cached_property
    def _newest(self) -> Prepared:
        return self._prepared("", "SELECT max(id) FROM {t}")

    def _prepared(self, sqlite: str, postgresql: str) -> Prepared:
        statements: list[Executable] = [text(each.format(t=self.table)) for each in (sqlite, postgresql)]
        return Prepared(*statements)


def _words(tokens: Iterable[str]) -> str:
    return " ".join(sorted(tokens))


def _written(wanted: Expression, every: str, some: str, token: str) -> str:
    if isinstance(wanted, str):
        return token.format(wanted)
    parts = (_written(part, every, some, token) for part in wanted.parts)
    return f"({(every if isinstance(wanted, AllOf) else some).join(parts)})"


def _windows_of(number: int) -> list[str]:
    return [_window(number >> power, power) for power in WINDOWS]


def _newest_windows(newest: int, power: int) -> tuple[str, ...]:
    """Return the tokens of the window with the newest number and of the one before: at least a whole one together."""
    return _window(newest >> power, power), _window((newest >> power) - 1, power)


def _window(at: int, power: int) -> str:
    return f"~{power}_{at}"
