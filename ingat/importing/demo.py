"""The demo shop's customers and orders, imported as an owner would import theirs."""

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crm.kernel.database import Database
from ingat.databases import in_shape
from ingat.importing.business import ImportingBusiness, business_of
from ingat.importing.customers import customers_import
from ingat.importing.orders import orders_import
from ingat.importing.refusals import RefusalReport
from ingat.importing.running import Import, no_progress
from ingat.settings import Settings

FOLDER: Final = "import"
SOURCE: Final = "demo"
_DAY: Final = re.compile(r"\b(\d{1,2}/\d{1,2}/\d{4})\b")
_AS_WRITTEN: Final = "%d/%m/%Y"


def import_demo(settings: Settings, folder: Path, now: datetime | None = None) -> None:
    """Bring in the files of the demo's folder, as if they had been written today; again, and only days have changed."""
    with in_shape(settings) as database:
        bring_in(database, folder, business_of(settings), now or datetime.now(UTC))


def bring_in(database: Database, folder: Path, business: ImportingBusiness, now: datetime) -> None:
    """Bring in the files of the demo's folder: the customers first, for the orders are theirs."""
    with tempfile.TemporaryDirectory() as kept:
        for wanted in _imports(folder / FOLDER, Path(kept), business, now):
            with RefusalReport(wanted.path.with_suffix(".refused"), business.language, print) as report:
                wanted.run(database, report, no_progress)


def _imports(files: Path, copies: Path, business: ImportingBusiness, now: datetime) -> Iterator[Import[Any]]:
    yield customers_import(_as_of_today(files / "pelanggan.csv", copies, now), business, SOURCE, now)
    yield orders_import(_as_of_today(files / "pesanan.csv", copies, now), business, SOURCE, now)


def _as_of_today(file: Path, copies: Path, now: datetime) -> Path:
    """Return a copy in which the newest day is yesterday: a number that was not used for long is not trusted any more.

    Birthdays are written in words, and stay.
    """
    text = file.read_text("utf-8")
    days = [datetime.strptime(day, _AS_WRITTEN).replace(tzinfo=UTC) for day in _DAY.findall(text)]
    later = (now - timedelta(days=1)).date() - max(days).date()

    def shifted(found: re.Match[str]) -> str:
        return (datetime.strptime(found[1], _AS_WRITTEN).replace(tzinfo=UTC) + later).strftime(_AS_WRITTEN)

    copy = copies / file.name
    copy.write_text(_DAY.sub(shifted, text), "utf-8")
    return copy
