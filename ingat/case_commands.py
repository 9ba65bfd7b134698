"""`ingat case`: the complaints, from the command line."""

from typing import Annotated

import typer

case_app = typer.Typer(no_args_is_help=True, help="The complaints.")
Number = Annotated[str, typer.Argument(help="The number of the complaint: K-1042, or 1042.")]


@case_app.command("list")
def case_list(most: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50) -> None:
    """List what is open, what is due first before the rest."""
    from ingat.casework import open_cases  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    for line in open_cases(read_settings(), most):
        typer.echo(line)


@case_app.command("solve")
def case_solve(
    number: Number,
    resolution: Annotated[str, typer.Option(help="How it was solved, in words for the customer.")],
) -> None:
    """Solve a complaint. Its customer hears how, when they are back."""
    from ingat.casework import solve  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    typer.echo(solve(read_settings(), number, resolution))


@case_app.command("close")
def case_close(number: Number) -> None:
    """Close a complaint for good."""
    from ingat.casework import close  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    typer.echo(close(read_settings(), number))
