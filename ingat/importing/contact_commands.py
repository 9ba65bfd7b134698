"""`ingat contact`: the command line's side of it. What takes long to import waits until a command runs."""

import getpass
from typing import Annotated

import typer

from ingat.services import settings_in_force

contact_app = typer.Typer(no_args_is_help=True, help="Contacts made outside the chats.")


@contact_app.callback()
def contact() -> None:
    """Contacts made outside the chats."""


@contact_app.command("add")
def add(
    who: Annotated[str, typer.Argument(help="Their number (#42), phone, card, e-mail, @user name, or name.")],
    words: Annotated[str, typer.Argument(help="What was said, fit to be read by the customer.")],
    *,
    channel: Annotated[str, typer.Option(help="call, visit, email, interview or letter.")] = "call",
    outbound: Annotated[bool, typer.Option("--outbound", help="The business called, visited or wrote first.")] = False,
    when: Annotated[str | None, typer.Option(help="3/11/2026 14:00, in the business's zone; default: now.")] = None,
    by: Annotated[str | None, typer.Option(help="Who writes it down; default: you.")] = None,
) -> None:
    """Write down a call, a visit, an e-mail or an interview. The same again changes nothing; nobody is written to."""
    from ingat.importing.contacts import Typed, add_for_a_person  # noqa: PLC0415

    typed = Typed(
        who=who,
        words=words,
        channel=channel,
        is_inbound=not outbound,
        when=when,
        by=by or getpass.getuser(),
    )
    for line in add_for_a_person(settings_in_force(), typed):
        typer.echo(line)
