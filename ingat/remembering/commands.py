"""`ingat recall` and `ingat search`: the command line's side of them. What takes long waits until a command runs."""

from typing import Annotated, Final

import typer

from ingat.services import settings_in_force

MOST: Final = 30

Who = Annotated[
    str | None, typer.Option("--customer", help="Their number (#42), phone, e-mail, card, @user name, or name.")
]
Number = Annotated[str | None, typer.Option("--case", help="The number of a case: K-1042.")]
Since = Annotated[
    str | None, typer.Option(help="From this day on (2026-11-03), or this time of it (2026-11-03T14:00).")
]
Until = Annotated[str | None, typer.Option(help="To the end of this day, or to before this time.")]
Text = Annotated[str | None, typer.Option(help="Only lines with all these words, in any form.")]
Alike = Annotated[bool, typer.Option("--alike", help="Words that mean the same, too, also in the other language.")]
Notes = Annotated[bool, typer.Option("--notes", help="Notes of the staff, too.")]
Before = Annotated[int | None, typer.Option(help="The next page: the key that was given at the end of this one.")]
Most = Annotated[int, typer.Option(min=1, max=1000, help="How many lines at most.")]


def recall(
    customer: Who = None,
    case: Number = None,
    text: Text = None,
    *,
    since: Since = None,
    until: Until = None,
    before: Before = None,
    most: Most = MOST,
    notes: Notes = False,
    alike: Alike = False,
) -> None:
    """Show what was said with a customer, or about a case, the newest last. Whoever reads it is noted in the audit."""
    from ingat.remembering.reading import Asked, read_for_a_person  # noqa: PLC0415

    asked = Asked(
        customer=customer,
        case=case,
        since=since,
        until=until,
        text=text,
        before=before,
        most=most,
        with_notes=notes,
        with_alike=alike,
    )
    for line in read_for_a_person(settings_in_force(), asked):
        typer.echo(line)


def search(
    text: Annotated[str, typer.Argument(help="Words, in any form: lines with all of them are found.")],
    *,
    since: Since = None,
    until: Until = None,
    before: Before = None,
    most: Most = MOST,
    notes: Notes = False,
    alike: Alike = False,
) -> None:
    """Show lines of all customers with these words, the newest last. Whoever reads them is noted in the audit."""
    from ingat.remembering.reading import Asked, read_for_a_person  # noqa: PLC0415

    asked = Asked(since=since, until=until, text=text, before=before, most=most, with_notes=notes, with_alike=alike)
    for line in read_for_a_person(settings_in_force(), asked):
        typer.echo(line)
