"""The commands and their help. What takes long to import is imported by the command that needs it."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from ingat.case_commands import case_app
from ingat.claim_commands import claim_app
from ingat.customer_commands import customer_app
from ingat.importing.commands import import_app
from ingat.importing.contact_commands import contact_app
from ingat.knowledge_commands import knowledge_app
from ingat.remembering.commands import recall, search
from ingat.services import SERVICES, settings_in_force
from ingat.staff_commands import staff_app

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Ingat: a help desk on Telegram that remembers.")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
telegram_app = typer.Typer(no_args_is_help=True, help="The bot at Telegram.")
updates_app = typer.Typer(no_args_is_help=True, help="What Telegram sent.")
app.add_typer(case_app, name="case")
app.add_typer(claim_app, name="claim")
app.add_typer(customer_app, name="customer")
link_app = typer.Typer(no_args_is_help=True, help="Links into the chat.")
app.add_typer(db_app, name="db")
app.add_typer(link_app, name="link")
app.add_typer(telegram_app, name="telegram")
app.add_typer(updates_app, name="updates")
app.add_typer(import_app, name="import")
app.add_typer(contact_app, name="contact")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(staff_app, name="staff")

for service in SERVICES.values():
    app.command()(service)
app.command()(recall)
app.command()(search)


@app.command()
def init(
    folder: Annotated[Path | None, typer.Argument(help="Where to write it; default: INGAT_BUSINESS_DIR.")] = None,
) -> None:
    """Ask about your business and write its folder."""
    from ingat.business import (  # noqa: PLC0415
        BusinessFolderExistsError,
        ask_answers,
        initialise,
        language_of_environment,
        refuse_existing,
        sentence_in,
    )

    target = folder or settings_in_force().ingat_business_dir
    language = language_of_environment(os.environ)
    try:
        refuse_existing(target)
        answers = ask_answers(lambda question, default: str(typer.prompt(question, default=default)))
        language = answers.language
        initialise(target, answers)
    except BusinessFolderExistsError as error:
        from ingat.ending import end_with  # noqa: PLC0415 only who must end needs it

        end_with(sentence_in(str(error), language))
    typer.echo(sentence_in(f"Written: {target}. Edit the files, then run: ingat check", language))


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The folder; default: INGAT_BUSINESS_DIR.")] = None,
) -> None:
    """Say in plain words what is missing or wrong in the business's folder."""
    from datetime import datetime  # noqa: PLC0415

    from ingat.business import Severity, owners_language, problem_in, sentence_in  # noqa: PLC0415
    from ingat.business import check as check_folder  # noqa: PLC0415

    target = folder or settings_in_force().ingat_business_dir
    language = owners_language(target, os.environ)
    problems = check_folder(target, datetime.now().astimezone().date())
    for problem in problems:
        typer.echo(problem_in(problem, language))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SystemExit(1)
    if not problems:
        typer.echo(sentence_in("All is well.", language))


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this version's shape."""
    from ingat.databases import in_shape  # noqa: PLC0415

    with in_shape(settings_in_force()):
        pass
    typer.echo("The database is up to date.")


@app.command()
def audience() -> None:
    """Count customers, those linked to a chat, and of these those who allow offers and greetings."""
    from rich.console import Console  # noqa: PLC0415

    from crm.consent.audience import count_audience  # noqa: PLC0415
    from ingat.audience import audience_table  # noqa: PLC0415
    from ingat.databases import in_shape  # noqa: PLC0415

    with in_shape(settings_in_force()) as database, database.reading() as session:
        Console().print(audience_table(count_audience(session)))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Write a copy of the database to a file, while Ingat may go on running."""
    from ingat.backups import back_up  # noqa: PLC0415

    typer.echo(back_up(settings_in_force().resolved_database_url(), file))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `ingat backup` wrote.")]) -> None:
    """Put a backup in the place of the database. Ingat must be stopped."""
    from ingat.backups import restore_from  # noqa: PLC0415

    typer.echo(restore_from(settings_in_force().resolved_database_url(), file))


@telegram_app.command("setup")
def telegram_setup() -> None:
    """Set the bot's commands and descriptions in each language."""
    from ingat.telegram_setup import set_up  # noqa: PLC0415

    for line in asyncio.run(set_up(settings_in_force())):
        typer.echo(line)


@telegram_app.command("status")
def telegram_status() -> None:
    """Say how things stand at Telegram and in the outbox."""
    from ingat.telegram_setup import status  # noqa: PLC0415

    for line in asyncio.run(status(settings_in_force())):
        typer.echo(line)


@link_app.command("new")
def link_new(
    source: Annotated[str, typer.Option(help="Where it hangs, in your own words: poster Kemang, struk kasir 2.")],
    kind: Annotated[str, typer.Option(help="poster: for everybody; receipt: works once.")] = "poster",
    outlet: Annotated[str | None, typer.Option(help="The outlet's name, as customers know it.")] = None,
    receipt: Annotated[str | None, typer.Option(help="The receipt's number.")] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How long it works; default: 365, receipt 30.")
    ] = None,
) -> None:
    """Make a link for a poster or a receipt, and print it."""
    from crm.customers.deep_links import LinkKind  # noqa: PLC0415
    from ingat.linking import make_link  # noqa: PLC0415

    try:
        link_kind = LinkKind(kind)
    except ValueError:
        raise typer.BadParameter("poster or receipt", param_hint="--kind") from None
    settings = settings_in_force()
    typer.echo(
        asyncio.run(make_link(settings, kind=link_kind, source=source, outlet=outlet, receipt=receipt, days=days))
    )


@updates_app.command("retry")
def updates_retry() -> None:
    """Play again the updates that could not be handled."""
    from ingat.retrying import retry  # noqa: PLC0415

    typer.echo(asyncio.run(retry(settings_in_force())))


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="A CSV file with a column `text`: one question a row.")],
    customers: Annotated[int | None, typer.Option(min=1, help="How many ask; default: one for 3 questions.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many questions.")] = None,
) -> None:
    """Play questions through a sandbox and the demo shop, and count what became of each."""
    from ingat.logs import set_up_logs  # noqa: PLC0415
    from ingat.replaying import read_questions  # noqa: PLC0415
    from ingat.replaying import replay as play  # noqa: PLC0415

    set_up_logs("error")
    figures = asyncio.run(play(read_questions(file, limit), customers))
    for line in figures.lines():
        typer.echo(line)
    if not figures.is_clean:
        raise SystemExit(1)
