"""`ingat claim`: who says that they are somebody whom the business knows, and waits for a person to look at it."""

from typing import Annotated

import typer

from ingat.services import settings_in_force

claim_app = typer.Typer(no_args_is_help=True, help="Claims to be a customer that wait for a person.")
Number = Annotated[int, typer.Argument(min=1, help="The number of the claim.")]


@claim_app.command("list")
def claim_list(most: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50) -> None:
    """List the claims that wait, the oldest first, with whom they may mean."""
    from ingat.claim_work import waiting  # noqa: PLC0415

    for line in waiting(settings_in_force(), most):
        typer.echo(line)


@claim_app.command("approve")
def claim_approve(
    number: Number,
    known: Annotated[
        int | None, typer.Option("--as", help="The customer's number, where several may be meant.")
    ] = None,
) -> None:
    """Confirm that they are this customer. They hear what is open now."""
    from ingat.claim_work import approve_one  # noqa: PLC0415

    typer.echo(approve_one(settings_in_force(), number, known))


@claim_app.command("refuse")
def claim_refuse(
    number: Number,
    because: Annotated[str, typer.Option(help="Why: kept for the team, the customer never reads it.")],
) -> None:
    """Say that it could not be confirmed. They hear kindly what they can do next."""
    from ingat.claim_work import refuse_one  # noqa: PLC0415

    typer.echo(refuse_one(settings_in_force(), number, because))


@claim_app.command("give-back")
def claim_give_back(number: Number) -> None:
    """Give back a phone number that its customer lost because somebody with it said "not me"."""
    from ingat.claim_work import give_back  # noqa: PLC0415

    typer.echo(give_back(settings_in_force(), number))
