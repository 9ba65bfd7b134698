"""Who may be one person, for the owner to look at and to decide."""

from typing import Annotated

import typer

from ingat.services import settings_in_force

customer_app = typer.Typer(no_args_is_help=True, help="Customers who may be one person.")


@customer_app.command("duplicates")
def list_duplicates(
    customer: Annotated[int | None, typer.Option(help="Only those of this customer, by number.")] = None,
    most: Annotated[int, typer.Option(min=1, help="At most so many pairs.")] = 50,
) -> None:
    """Show pairs of customers who may be one person, with what they share. Nothing is merged by this."""
    from crm.customers.duplicates import duplicates  # noqa: PLC0415
    from ingat.databases import in_shape  # noqa: PLC0415

    with in_shape(settings_in_force()) as database, database.reading() as session:
        pairs = duplicates(session, of_customer=customer, most=most)
    for pair in pairs:
        shared = ", ".join(f"{kind} (proved)" if kind in pair.verified else kind for kind in sorted(pair.shared))
        names = "" if pair.names_alike else "; the names differ"
        typer.echo(f"{pair.customer_id} {pair.name} ~ {pair.other_id} {pair.other_name}: same {shared}{names}")
    typer.echo("Merge a pair with: ingat customer merge NUMBER INTO --because WHY" if pairs else "None.")


@customer_app.command("merge")
def merge_customers(
    customer: Annotated[int, typer.Argument(help="The number of the customer to be known as the other.")],
    into: Annotated[int, typer.Argument(help="The number of the customer they are.")],
    because: Annotated[str, typer.Option(help="Why: kept as evidence.")],
) -> None:
    """Know two customers as one person. Nothing is moved, and it can be taken back."""
    from crm.customers import merge  # noqa: PLC0415
    from ingat.databases import in_shape  # noqa: PLC0415
    from ingat.ending import end_with  # noqa: PLC0415
    from ingat.opening import now  # noqa: PLC0415

    evidence = {"because": because}
    with in_shape(settings_in_force()) as database:
        try:
            merge_id = database.writer.run(
                lambda session: merge(session, customer, into, evidence=evidence, actor="owner", at=now())
            )
        except LookupError as error:
            end_with(f"{error}. Look the number up with: ingat customer duplicates")
    if merge_id is None:
        typer.echo("They are known as one person already.")
    else:
        typer.echo(f"Merged. To take it back: ingat customer unmerge {merge_id}")


@customer_app.command("unmerge")
def unmerge_customers(merge_id: Annotated[int, typer.Argument(help="The number that `merge` told.")]) -> None:
    """Take a merge back: each customer has what was written for them, also what came after it."""
    from crm.customers import undo_merge  # noqa: PLC0415
    from ingat.databases import in_shape  # noqa: PLC0415
    from ingat.ending import end_with  # noqa: PLC0415
    from ingat.opening import now  # noqa: PLC0415

    with in_shape(settings_in_force()) as database:
        try:
            undone = database.writer.run(lambda session: undo_merge(session, merge_id, actor="owner", at=now()))
        except LookupError as error:
            end_with(f"{error}.")
    typer.echo("Taken back." if undone else "It was taken back already.")
