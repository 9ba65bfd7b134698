"""`ingat knowledge unanswered`: what customers asked and nothing answered."""

from typing import Annotated

import typer

from ingat.services import settings_in_force


def unanswered(
    days: Annotated[int, typer.Option(min=1, help="Of the last so many days.")] = 30,
    most: Annotated[int, typer.Option(min=1, help="At most so many lines.")] = 30,
) -> None:
    """Show what customers asked or wished for in vain, alike ones together, those of the most customers first.

    Each line is a candidate for a new article, or for an example question of the one that is named as nearest.
    """
    from datetime import timedelta  # noqa: PLC0415

    from crm.conversation.unanswered import gather, read_unanswered  # noqa: PLC0415
    from crm.knowledge import shipped_vocabulary  # noqa: PLC0415
    from ingat.databases import in_shape  # noqa: PLC0415
    from ingat.opening import now  # noqa: PLC0415

    with in_shape(settings_in_force()) as database, database.reading() as session:
        messages = read_unanswered(session, now() - timedelta(days=days))
    groups = gather(messages, shipped_vocabulary())
    for group in groups[:most]:
        nearest = f"  [nearest article: {group.guess}]" if group.guess else ""
        typer.echo(
            f"{group.customers:>5} customers {group.messages:>6} messages  {' | '.join(group.examples)}{nearest}"
        )
    if not groups:
        typer.echo("None.")
