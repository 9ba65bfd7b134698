"""The HTTP side: health, readiness, metrics, and the webhook where one is set."""

import asyncio
import errno
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from aiohttp import web
from prometheus_client import REGISTRY, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.intake.seeing import parked_count
from crm.history.indexing import COUNTED_UP_TO, count_not_indexed
from crm.history.outbox import oldest_due
from crm.kernel.database import Database
from ingat.supervision import FatalError

OUTBOX_AGE_S = Gauge("ingat_outbox_age_seconds", "How long the oldest delivery that is still to leave has waited")
NOT_INDEXED = Gauge("ingat_not_indexed", f"Lines that no search finds by index yet, counted up to {COUNTED_UP_TO:,}")
PARKED = Gauge("ingat_parked_updates", "Updates that wait to be played again")

log = structlog.get_logger(__name__)


def create_app(database: Database, late: Callable[[], list[str]]) -> web.Application:
    """Return the application with /healthz, /readyz and /metrics."""
    app = web.Application(client_max_size=1024 * 1024)

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        problems = [f"late: {name}" for name in late()]
        if not _database_answers(database):
            problems.append("the database does not answer")
        return web.Response(text="\n".join(problems or ["ok"]) + "\n", status=503 if problems else 200)

    async def metrics(_: web.Request) -> web.Response:
        _read_gauges(database)
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    return app


def _read_gauges(database: Database) -> None:
    """Read what only the database knows, at the moment it is asked for."""
    try:
        with database.reading() as session:
            since, parked, not_indexed = oldest_due(session), parked_count(session), count_not_indexed(session)
    except Exception as error:  # noqa: BLE001 metrics must be served while the database is down
        log.warning("database_check_failed", error=type(error).__name__)
        return
    OUTBOX_AGE_S.set(0 if since is None else (datetime.now(UTC) - since).total_seconds())
    NOT_INDEXED.set(not_indexed)
    PARKED.set(parked)


def _database_answers(database: Database) -> bool:
    try:
        with database.reading() as session:
            session.connection.exec_driver_sql("SELECT 1")
    except Exception as error:  # noqa: BLE001 whatever it is, the answer is no
        log.warning("database_check_failed", error=type(error).__name__)
        return False
    return True


async def check_address(host: str, port: int) -> None:
    """Make sure that one can listen there, before all that takes long. Raises FatalError in plain words."""
    try:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    except OSError as error:
        raise _unusable(host, port, error) from None
    server.close()
    await server.wait_closed()


def _unusable(host: str, port: int, error: OSError) -> FatalError:
    if isinstance(error, socket.gaierror):
        return FatalError(f"{host} is not an address of this machine ({error.strerror}). Set INGAT_HTTP_HOST.")
    if error.errno == errno.EADDRNOTAVAIL:
        return FatalError(f"{host} is not an address of this machine. Set INGAT_HTTP_HOST.")
    why = os.strerror(error.errno or 0)
    return FatalError(f"Port {port} on {host} cannot be used ({why}). Stop what uses it, or set INGAT_HTTP_PORT.")


async def serve(app: web.Application, host: str, port: int) -> tuple[web.AppRunner, str]:
    """Start serving and return the runner with its address. Raises FatalError, in plain words, for a port in use."""
    # Telegram compresses nothing: what claims to be compressed is read as it is, and refused for what it holds
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise _unusable(host, port, error) from None
    return runner, f"http://{host}:{runner.addresses[0][1]}"
