"""Files to import, and what stands in the database afterwards."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from crm.customers.models import ChannelIdentity, Customer, CustomerDetails
from crm.kernel.database import Database
from crm.kernel.language import Language
from crm.kernel.models import table_of
from ingat.importing.business import ImportingBusiness
from ingat.importing.customers import customers_import
from ingat.importing.orders import orders_import
from ingat.importing.refusals import RefusalReport
from ingat.importing.running import Tally, no_progress

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
BUSINESS = ImportingBusiness(language=Language.EN)
CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)


def written(folder: Path, *lines: str, name: str = "pelanggan.csv", encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding) + b"\n")
    return path


def imported(database: Database, path: Path, said: list[str] | None = None, **options: Any) -> Tally:
    """Import a file of customers."""
    source = options.pop("source", "import")
    wanted = customers_import(path, BUSINESS, source, NOW, **options)
    with RefusalReport(report_of(path), Language.EN, ([] if said is None else said).append) as report:
        return wanted.run(database, report, no_progress)


def imported_orders(database: Database, path: Path, said: list[str] | None = None, **options: Any) -> Tally:
    """Import a file of orders."""
    wanted = orders_import(path, BUSINESS, "import", NOW, **options)
    with RefusalReport(report_of(path), Language.EN, ([] if said is None else said).append) as report:
        return wanted.run(database, report, no_progress)


def report_of(path: Path) -> Path:
    """Return where the refused rows of a file are written."""
    return path.with_name(f"{path.name}.refused.csv")


def counted(tally: Tally) -> tuple[int, int, int, int]:
    """Return how many rows were new, changed, as before, refused."""
    return (*(tally.outcomes[name] for name in ("new", "changed", "unchanged")), tally.refused)  # type: ignore[return-value]


def customers(database: Database) -> list[dict[str, Any]]:
    """Return all customers with what is known of them, in the order they were met."""
    columns = [
        CUSTOMERS.c.name,
        CUSTOMERS.c.language,
        *(column for column in DETAILS.c if column.name != "customer_id"),
    ]
    statement = select(*columns).join(DETAILS, DETAILS.c.customer_id == CUSTOMERS.c.id).order_by(CUSTOMERS.c.id)
    with database.reading() as session:
        return [dict(row) for row in session.execute(statement).mappings()]


def identities(database: Database) -> list[tuple[str, str, str]]:
    """Return whose the channel identities are: the name, the channel, what it is there."""
    statement = select(CUSTOMERS.c.name, IDENTITIES.c.channel, IDENTITIES.c.external_id).join(
        CUSTOMERS, CUSTOMERS.c.id == IDENTITIES.c.customer_id
    )
    with database.reading() as session:
        return sorted((name, channel, external_id) for name, channel, external_id in session.execute(statement))


def everything(database: Database) -> dict[str, Sequence[Any]]:
    """Return all rows of the tables that an import writes or might write."""
    tables = ("customers", "channel_identities", "customer_details", "orders", "order_state_changes")
    with database.reading() as session:
        return {name: session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2, 3")).all() for name in tables}  # noqa: S608


def count(database: Database, table: str) -> int:
    """Return how many rows a table has."""
    with database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(text(table))))
