"""`ingat import`: the command line's side of it. What takes long to import waits until a command runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ingat.services import settings_in_force

import_app = typer.Typer(no_args_is_help=True, help="Bring in what other systems of the business know.")
DEFAULT_SOURCE = "import"

File = Annotated[Path, typer.Argument(help="CSV in UTF-8: commas, semicolons or tabs, with a row of headings.")]
Source = Annotated[str, typer.Option(help="The system it comes from: its ids and numbers are unique there.")]
Report = Annotated[Path | None, typer.Option(help="Where refused rows are written; default: FILE.refused.csv.")]
Trial = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]


@import_app.command("customers")
def import_customers(
    file: File, source: Source = DEFAULT_SOURCE, report: Report = None, dry_run: Trial = False
) -> None:
    """Take over customers. The same file again changes nothing, and nobody is written to."""
    from ingat.importing.business import business_of  # noqa: PLC0415
    from ingat.importing.customers import customers_import  # noqa: PLC0415
    from ingat.importing.telling import import_and_tell  # noqa: PLC0415

    settings = settings_in_force()
    business = business_of(settings)
    wanted = customers_import(file, business, source, datetime.now(UTC), is_trial=dry_run)
    import_and_tell(settings, wanted, business.language, report)


@import_app.command("orders")
def import_orders(file: File, source: Source = DEFAULT_SOURCE, report: Report = None, dry_run: Trial = False) -> None:
    """Take over orders. A row without a time of its own tells how things stood when the file was saved."""
    from ingat.importing.business import business_of  # noqa: PLC0415
    from ingat.importing.orders import orders_import  # noqa: PLC0415
    from ingat.importing.telling import import_and_tell  # noqa: PLC0415

    settings = settings_in_force()
    business = business_of(settings)
    wanted = orders_import(file, business, source, datetime.now(UTC), is_trial=dry_run)
    import_and_tell(settings, wanted, business.language, report)
