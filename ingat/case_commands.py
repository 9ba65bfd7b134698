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


@case_app.command("reopen")
def case_reopen(number: Number) -> None:
    """Open a complaint again that had ended."""
    from ingat.casework import reopen  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    typer.echo(reopen(read_settings(), number))


@case_app.command("promise")
def case_promise(
    number: Number,
    what: Annotated[str, typer.Option(help="What, as a clause without its day: the replacement is sent.")],
    by: Annotated[str, typer.Option(help="Until when: 3/12/2026 14:00, in the business's zone.")],
) -> None:
    """Note what the customer was promised. They hear it when they ask, as long as it holds."""
    from ingat.casework import promise  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    typer.echo(promise(read_settings(), number, what, by))


@case_app.command("keep-promise")
def case_keep_promise(
    number: Number,
    how: Annotated[
        str | None, typer.Option(help="What was done, in a sentence for the customer; default: what was promised.")
    ] = None,
) -> None:
    """Note that a promise was kept. Its customer hears so first when they are back."""
    from ingat.casework import keep  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    typer.echo(keep(read_settings(), number, how))
