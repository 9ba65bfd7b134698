"""The rows of a population, made by `INSERT … SELECT` in the database itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template
from typing import Final

from sqlalchemy import Connection, UniqueConstraint, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from benchmarks.population.people import EVENLY, FIRST_CHAT_ID, SHUFFLE, UNIT, Population
from benchmarks.systems import BOT_ID
from crm.customers.models import ChannelIdentity, Chat, Customer
from crm.history import Conversation, Interaction
from crm.kernel.models import table_of

_TABLES: Final = [table_of(model) for model in (Customer, ChannelIdentity, Chat, Conversation, Interaction)]
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
INSERT INTO customers (id, root_id, name, language, language_chosen, created_at)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $customers)
SELECT n, CASE WHEN n % 100 = 0 THEN n - 1 ELSE n END, 'Pelanggan ' || CAST(n AS TEXT), 'id', FALSE, $at_first
FROM numbers
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
_INTERACTIONS: Final = """
INSERT INTO interactions
    (id, customer_id, conversation_id, direction, kind, text, author, said_at, recorded_at, key, message_id)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $interactions),
evenly(n, u) AS (SELECT n, n * $evenly % $unit FROM numbers),
said(n, customer, role) AS (
    SELECT
        n,
        u * u / $unit * $customers / $unit * $shuffle % $customers + 1,
        CASE WHEN n % 20 = 0 THEN 'note' WHEN n % 2 = 1 THEN 'inbound' ELSE 'outbound' END
    FROM evenly
)
SELECT
    n,
    customer,
    customer,
    role,
    CASE role WHEN 'note' THEN 'note' ELSE 'text' END,
    CASE role WHEN 'inbound' THEN question ELSE answer END,
    CASE role WHEN 'note' THEN 'system' WHEN 'inbound' THEN 'customer' ELSE 'bot' END,
    $at_n,
    $at_n,
    CASE role WHEN 'inbound' THEN 'tg:$account:' || CAST($chat + customer AS TEXT) || ':' ELSE 'turn:' END
        || CAST(n AS TEXT),
    CASE role WHEN 'inbound' THEN n END
FROM said JOIN texts ON texts.number = n % $texts
"""
_TEXTS: Final = "CREATE TEMPORARY TABLE texts (number INTEGER PRIMARY KEY, question TEXT, answer TEXT)"
_TEXT: Final = "INSERT INTO texts VALUES (:number, :question, :answer)"
_CONTINUE: Final = "SELECT setval(pg_get_serial_sequence('$table', 'id'), max(id)) FROM $table"


def fill(connection: Connection, population: Population) -> None:
    """Add all rows of a population to an empty database in shape.

    The indexes are made when the rows are there, as a restored backup makes them. On PostgreSQL it takes a superuser.
    """
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql:
        connection.execute(text("SET session_replication_role = replica"))  # no look at 30 million foreign keys
    connection.execute(text(_TEXTS))
    connection.execute(
        text(_TEXT),
        [
            {"number": number, "question": question, "answer": answer}
            for number, (question, answer) in enumerate(population.texts)
        ],
    )
    names = _names(connection.dialect.name, population)
    with _indexed_afterwards(connection):
        for statement in (_CUSTOMERS, _IDENTITIES, _CHATS, _CONVERSATIONS, _INTERACTIONS):
            connection.execute(text(Template(statement).substitute(names)))
    connection.execute(text("DROP TABLE texts"))
    if is_postgresql:
        for table in _TABLES:
            connection.execute(text(Template(_CONTINUE).substitute(table=table.name)))


def _names(dialect: str, population: Population) -> dict[str, str | int]:
    moment = Template(_MOMENT[dialect])
    return {
        **_NAMES,
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
