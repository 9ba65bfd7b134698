"""Who may be one person, for the owner to look at and to decide; and taking somebody out for good."""

from typing import Annotated

import typer

from crm.kernel.erasing import Reason
from ingat.services import settings_in_force

customer_app = typer.Typer(no_args_is_help=True, help="Customers: who may be one person, and who is to be erased.")


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
        names = f"; the names are alike ({pair.likeness:.0f} of 100)" if pair.names_alike else "; the names differ"
        typer.echo(f"{pair.customer_id} {pair.name} ~ {pair.other_id} {pair.other_name}: same {shared}{names}")
    typer.echo("Merge a pair with: ingat customer merge NUMBER INTO --because WHY" if pairs else "None.")


@customer_app.command("verify-email")
def verify_email(
    customer: Annotated[int, typer.Argument(help="The number of the customer.")],
    address: Annotated[str, typer.Argument(help="Their e-mail address.")],
) -> None:
    """Note that an e-mail address was proved to be a customer's. Ingat sends no e-mail, so somebody must know it."""
    from ingat.verifying import verify_email_of  # noqa: PLC0415

    typer.echo(verify_email_of(settings_in_force(), customer, address))


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


@customer_app.command("erase")
def erase_customer(
    customer: Annotated[int, typer.Argument(help="The customer's number.")],
    because: Annotated[Reason, typer.Option(help="Why: kept in the audit.")] = Reason.ASKED,
    only_this: Annotated[
        bool, typer.Option("--only-this", help="Not the others whom the business knows as the same person.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: for scripts.")] = False,
) -> None:
    """Erase a customer: words, files, name, numbers, addresses. It cannot be taken back."""
    from ingat.databases import in_shape  # noqa: PLC0415
    from ingat.ending import end_with  # noqa: PLC0415
    from ingat.erasing import erase, what_would_go  # noqa: PLC0415

    settings = settings_in_force()
    with in_shape(settings) as database:
        try:
            meant = what_would_go(database, customer, only_this=only_this)
        except LookupError:
            end_with(f"There is no customer {customer}. Look the number up with: ingat history --customer NAME")
        named = ", ".join(
            f"#{number} {name or '(erased)'}" for number, name in zip(meant.customer_ids, meant.names, strict=True)
        )
        typer.echo(f"{named}: {meant.interactions} interactions, {meant.addresses} addresses.")
        if not yes:
            typer.confirm("All of it will be gone for good. Erase?", abort=True)
        media = settings.ingat_data_dir / "media"
        gone = erase(database, customer, media, only_this=only_this, reason=because, actor="owner")
    typer.echo(f"Erased: {gone.interactions} interactions, {gone.parked_updates} parked updates.")
    typer.echo(
        "Still there: what is on the customer's phone, in the staff's Telegram group, in backups made before, "
        "and in the systems you import from: delete them there, too, or the next import brings them back."
    )
