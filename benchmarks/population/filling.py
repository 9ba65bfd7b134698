"""The rows of a population, made by `INSERT … SELECT` in the database itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template
from typing import Final

from sqlalchemy import Connection, UniqueConstraint, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from benchmarks.population.names import FIRST_NAMES, LAST_NAMES
from benchmarks.population.people import (
    EVENLY,
    FIRST_CHAT_ID,
    FIRST_ORDER,
    ORDERS,
    SHUFFLE,
    UNIT,
    Population,
)
from benchmarks.population.remarks import REMARKS
from benchmarks.systems import BOT_ID
from crm.customers.indexing_names import NAMES, add_words
from crm.customers.models import ChannelIdentity, Chat, Customer
from crm.customers.name_tokens import name_words
from crm.history import Conversation, Interaction
from crm.history.indexing import WORDS
from crm.history.tokens import stems_of
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.token_index import WINDOWS

_TABLES: Final = [table_of(model) for model in (Customer, ChannelIdentity, Chat, Conversation, Interaction)]
_NAME_TABLES: Final = {"first_names": FIRST_NAMES, "last_names": LAST_NAMES}
_TEMPORARY: Final = ("texts", "remarks", *_NAME_TABLES)
_NAMES: Final[dict[str, str | int]] = {
    "began_s": 1_735_689_600,  # 2025 began; ten million interactions later it is the end of 2026
    "every_s": 6,
    "chat": FIRST_CHAT_ID,
    "account": BOT_ID,
    "evenly": EVENLY,
    "unit": UNIT,
    "shuffle": SHUFFLE,
}
_MOMENT: Final = {"sqlite": "(($s) * 1000000)", "postgresql": "to_timestamp($s)"}  # as crm.kernel.models stores them

_CUSTOMERS: Final = """
INSERT INTO customers (id, root_id, name, indexed_name, language, language_chosen, created_at)
WITH RECURSIVE numbers(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < $customers),
called(n, first, middle, last) AS (
    SELECT
        n,
        $u_of_n * $u_of_n / $unit * $firsts / $unit,
        CASE WHEN n % 3 = 0 THEN n * $shuffle % $firsts END,
        $v_of_n * $v_of_n / $unit * $lasts / $unit
    FROM numbers
),
named(n, name) AS (
    SELECT n, first_names.name || coalesce(' ' || middle_names.name, '') || ' ' || last_names.name
    FROM called
    JOIN first_names ON first_names.number = first
    JOIN last_names ON last_names.number = last
    LEFT JOIN first_names AS middle_names ON middle_names.number = middle
)
SELECT n, CASE WHEN n % 100 = 0 THEN n - 1 ELSE n END, name, name, 'id', FALSE, $at_first
FROM named
"""  # one in a hundred is merged into another
_IDENTITIES: Final = """
INSERT INTO channel_identities (id, customer_id, channel, external_id, language_code, created_at)
SELECT id, id, 'telegram', CAST($chat + id AS TEXT), 'id', $at_first FROM customers
"""
_CHATS: Final = """
INSERT INTO chats (id, channel, account, external_id, kind, identity_id)
SELECT id, channel, '$account', external_id, 'private', id FROM channel_identities
"""
_CONVERSATIONS: Final = """
INSERT INTO conversations (id, customer_id, chat_id, holder, ownership_epoch, decided_through, introduced_at)
SELECT id, id, id, 'bot', 0, $interactions, $at_first FROM chats
"""
_SAID: Final = """
WITH RECURSIVE numbers(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < $interactions),
evenly(n, u) AS (SELECT n, n * $evenly % $unit FROM numbers),
said(n, u, customer, role) AS (
    SELECT
        n,
        u,
        u * u / $unit * $customers / $unit * $shuffle % $customers + 1,
        CASE WHEN n % 20 = 0 THEN 'note' WHEN n % 2 = 1 THEN 'inbound' ELSE 'outbound' END
    FROM evenly
)
"""
_INTERACTIONS: Final = """
INSERT INTO interactions
    (id, customer_id, conversation_id, direction, kind, text, author, said_at, recorded_at, key, message_id)
$said
SELECT
    n,
    customer,
    customer,
    role,
    CASE role WHEN 'note' THEN 'note' ELSE 'text' END,
    CASE role WHEN 'inbound' THEN question || ' ' || remark || ' ' || CAST($order AS TEXT) ELSE answer END,
    CASE role WHEN 'note' THEN 'system' WHEN 'inbound' THEN 'customer' ELSE 'bot' END,
    $at_n,
    $at_n,
    CASE role WHEN 'inbound' THEN 'tg:$account:' || CAST($chat + customer AS TEXT) || ':' ELSE 'turn:' END
        || CAST(n AS TEXT),
    CASE role WHEN 'inbound' THEN n END
FROM said
JOIN texts ON texts.number = n % $texts
JOIN remarks ON remarks.number = u % $remarks
$in_order
"""
_WORDS: Final = """
INSERT INTO interaction_words ($number, tokens)
$said
SELECT n, $tokens FROM (
    SELECT
        n,
        CASE role WHEN 'inbound' THEN question_stems || ' ' || remark_stems || ' ' || CAST($order AS TEXT)
            ELSE answer_stems END || ' #' || CAST(customer AS TEXT) || ' ' || $days AS words
    FROM said
    JOIN texts ON texts.number = n % $texts
    JOIN remarks ON remarks.number = u % $remarks
) AS tokens_of_each
$in_order
"""
_SAID_HOURS: Final = """
INSERT INTO said_hours (hour, first_id, last_id, lines)
SELECT $hour_said, min(id), max(id), count(*) FROM interactions GROUP BY 1
"""
_CUSTOMER_NAMES: Final = """
INSERT INTO customer_names ($number, tokens)
SELECT n, $tokens FROM (SELECT id AS n, lower(name) AS words FROM customers) AS names_of_each
"""
_TOKENS: Final = {
    "sqlite": "words",
    "postgresql": "array_to_tsvector(string_to_array(words || "
    + " || ".join(f"' ~{power}_' || (n >> {power})" for power in WINDOWS)
    + ", ' '))",
}
_IN_ORDER: Final = {"sqlite": "", "postgresql": "ORDER BY n"}  # SQLite keeps rows by their numbers anyway
_DAYS: Final = {
    "sqlite": "strftime('@%Y @%Y%m @%Y%m%d', $s, 'unixepoch')",
    "postgresql": """to_char(to_timestamp($s) AT TIME ZONE 'UTC', '"@"YYYY "@"YYYYMM "@"YYYYMMDD')""",
}
_HOUR_SAID: Final = {
    "sqlite": "said_at / 3600000000 * 3600000000",
    "postgresql": "date_trunc('hour', said_at, 'UTC')",
}
_TEXTS: Final = """
CREATE TEMPORARY TABLE texts
    (number INTEGER PRIMARY KEY, question TEXT, answer TEXT, question_stems TEXT, answer_stems TEXT)
"""
_TEXT: Final = "INSERT INTO texts VALUES (:number, :question, :answer, :question_stems, :answer_stems)"
_REMARKS: Final = "CREATE TEMPORARY TABLE remarks (number INTEGER PRIMARY KEY, remark TEXT, remark_stems TEXT)"
_REMARK: Final = "INSERT INTO remarks VALUES (:number, :remark, :remark_stems)"
_NAMED: Final = "CREATE TEMPORARY TABLE $table (number INTEGER PRIMARY KEY, name TEXT)"
_LARGE_HASH_BYTES, _USUAL_HASH_BYTES = 2**26, 2**20  # in which FTS5 gathers words before it writes
_HASH: Final = "INSERT INTO $table ($table, rank) VALUES ('hashsize', $bytes)"
_CONTINUE: Final = "SELECT setval(pg_get_serial_sequence('$table', 'id'), max(id)) FROM $table"


def fill(connection: Connection, population: Population) -> None:
    """Add all rows of a population to an empty database in shape, and what finds them.

    The indexes are made when the rows are there, as a restored backup makes them. On PostgreSQL it takes a superuser.
    """
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql:
        connection.execute(text("SET session_replication_role = replica"))  # no look at 30 million foreign keys
    _say_what_is_said(connection, population)
    names = _names(connection.dialect.name, population)
    with _indexed_afterwards(connection), _found_afterwards(connection):
        for statement in (
            _CUSTOMERS,
            _IDENTITIES,
            _CHATS,
            _CONVERSATIONS,
            _INTERACTIONS,
            _WORDS,
            _CUSTOMER_NAMES,
            _SAID_HOURS,
        ):
            connection.execute(text(Template(Template(statement).safe_substitute(names)).substitute(names)))
    add_words(Session(connection), {word for name in (*FIRST_NAMES, *LAST_NAMES) for word in name_words(name)})
    for table in _TEMPORARY:
        connection.execute(text(f"DROP TABLE {table}"))
    if is_postgresql:
        for continued in _TABLES:
            connection.execute(text(Template(_CONTINUE).substitute(table=continued.name)))


def _say_what_is_said(connection: Connection, population: Population) -> None:
    """Put into tables what everything is put together from."""
    for statement in (_TEXTS, _REMARKS, *(Template(_NAMED).substitute(table=table) for table in _NAME_TABLES)):
        connection.execute(text(statement))
    connection.execute(
        text(_TEXT),
        [
            {
                "number": number,
                "question": question,
                "answer": answer,
                "question_stems": " ".join(stems_of(question)),
                "answer_stems": " ".join(stems_of(answer)),
            }
            for number, (question, answer) in enumerate(population.texts)
        ],
    )
    connection.execute(
        text(_REMARK),
        [
            {"number": number, "remark": remark, "remark_stems": " ".join(stems_of(remark))}
            for number, remark in enumerate(REMARKS)
        ],
    )
    for table, names in _NAME_TABLES.items():
        connection.execute(
            text(f"INSERT INTO {table} VALUES (:number, :name)"),  # noqa: S608 its name stands above
            [{"number": number, "name": name} for number, name in enumerate(names)],
        )


def _names(dialect: str, population: Population) -> dict[str, str | int]:
    moment = Template(_MOMENT[dialect])
    return {
        **_NAMES,
        "said": _SAID,
        "number": "rowid" if dialect == "sqlite" else "id",
        "tokens": _TOKENS[dialect],
        "days": Template(_DAYS[dialect]).substitute(s=f"{_NAMES['began_s']} + n * {_NAMES['every_s']}"),
        "in_order": _IN_ORDER[dialect],
        "hour_said": _HOUR_SAID[dialect],
        "order": f"({FIRST_ORDER} + u % {ORDERS})",
        "u_of_n": f"(n * {EVENLY} % {UNIT})",
        "v_of_n": f"(n * {SHUFFLE} % {UNIT})",
        "firsts": len(FIRST_NAMES),
        "lasts": len(LAST_NAMES),
        "remarks": len(REMARKS),
        "customers": population.customers,
        "interactions": population.interactions,
        "texts": len(population.texts),
        "at_first": moment.substitute(s=_NAMES["began_s"]),
        "at_n": moment.substitute(s=f"{_NAMES['began_s']} + n * {_NAMES['every_s']}"),
    }


@contextmanager
def _indexed_afterwards(connection: Connection) -> Iterator[None]:
    """Do without indexes inside. SQLite cannot do without its unique constraints."""
    indexes = [index for table in _TABLES for index in table.indexes]
    unique = [
        constraint
        for table in _TABLES
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and connection.dialect.name == "postgresql"
    ]
    for index in indexes:
        index.drop(connection)
    for constraint in unique:
        connection.execute(DropConstraint(constraint))
    yield
    for constraint in unique:
        connection.execute(AddConstraint(constraint))
    for index in indexes:
        index.create(connection)


@contextmanager
def _found_afterwards(connection: Connection) -> Iterator[None]:
    """Gather words in large portions inside."""
    if connection.dialect.name == "sqlite":
        for index in (WORDS, NAMES):
            connection.execute(text(Template(_HASH).substitute(table=index.table, bytes=_LARGE_HASH_BYTES)))
        yield
        for index in (WORDS, NAMES):
            connection.execute(text(Template(_HASH).substitute(table=index.table, bytes=_USUAL_HASH_BYTES)))
        return
    for index in (WORDS, NAMES):
        connection.execute(text(f"DROP INDEX {index.table}_tokens"))
    yield
    for index in (WORDS, NAMES):
        _, make_index = index.made_by("postgresql")
        connection.execute(text(make_index))
