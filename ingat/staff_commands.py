"""`ingat staff`: who works for the business, from the command line."""

from typing import Annotated

import typer

staff_app = typer.Typer(no_args_is_help=True, help="Who works for you.")


@staff_app.command("list")
def staff_list() -> None:
    """List the members of the team, with their roles."""
    from ingat.services import settings_in_force  # noqa: PLC0415
    from ingat.staffing import team_lines  # noqa: PLC0415

    for line in team_lines(settings_in_force()):
        typer.echo(line)


@staff_app.command("add")
def staff_add(
    name: Annotated[str, typer.Argument(help="What customers will call them.")],
    role: Annotated[str, typer.Option(help="owner, lead, agent or cashier.")] = "agent",
) -> None:
    """Print a link that makes whoever opens it a member. It works once, within 24 hours."""
    import asyncio  # noqa: PLC0415

    from crm.staff import Role  # noqa: PLC0415
    from ingat.services import settings_in_force  # noqa: PLC0415
    from ingat.staffing import add  # noqa: PLC0415

    try:
        meant = Role(role)
    except ValueError:
        raise typer.BadParameter("owner, lead, agent or cashier", param_hint="--role") from None
    typer.echo(asyncio.run(add(settings_in_force(), name, meant)))


@staff_app.command("remove")
def staff_remove(name: Annotated[str, typer.Argument(help="Their name, as `ingat staff list` shows it.")]) -> None:
    """Take somebody off the team. What they held waits for the others."""
    from ingat.services import settings_in_force  # noqa: PLC0415
    from ingat.staffing import remove  # noqa: PLC0415

    typer.echo(remove(settings_in_force(), name))
