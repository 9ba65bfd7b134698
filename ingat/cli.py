"""The command line. What takes long to import is imported by the command that needs it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from ingat.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Ingat: a help desk on Telegram that remembers.")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
telegram_app = typer.Typer(no_args_is_help=True, help="The bot at Telegram.")
updates_app = typer.Typer(no_args_is_help=True, help="What Telegram sent.")
app.add_typer(db_app, name="db")
app.add_typer(telegram_app, name="telegram")
app.add_typer(updates_app, name="updates")


def main() -> None:
    """Run the command line. What only the owner can mend is said in one line."""
    try:
        app()
    except Exception as error:
        from ingat.ending import last_words  # noqa: PLC0415 only who must end needs it

        words = last_words(error)
        if words is None:
            raise
        _end(words)


def _end(words: str) -> NoReturn:
    sys.stderr.write(f"ingat: {words}\n")
    raise SystemExit(1)


def _settings() -> "Settings":
    from ingat.logs import set_up_logs  # noqa: PLC0415
    from ingat.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    set_up_logs(settings.ingat_log_level)
    sys.setswitchinterval(0.0005)  # a busy thread must not hold up a reply
    return settings


@app.command()
def run() -> None:
    """Start everything in one process: your bot, or, without a token, the sandbox with a demo shop."""
    settings = _settings()
    if settings.telegram_bot_token is None:
        from ingat.demo import run_demo  # noqa: PLC0415

        asyncio.run(run_demo(settings))
        return
    _run(settings, receive=True, send=True)


@app.command()
def bot() -> None:
    """Receive and decide; another process sends."""
    _run(_settings(), receive=True, send=False)


@app.command()
def sender() -> None:
    """Send what waits; another process receives."""
    _run(_settings(), receive=False, send=True)


@app.command()
def demo() -> None:
    """Start the sandbox with the demo shop, even where a token is set."""
    from ingat.demo import run_demo  # noqa: PLC0415

    asyncio.run(run_demo(_settings()))


def _run(settings: "Settings", *, receive: bool, send: bool) -> None:
    from ingat.running import run_until_stopped  # noqa: PLC0415

    def ready(address: str, username: str) -> None:
        typer.echo(f"Ingat is ready and serves @{username}. Health: {address}/readyz")

    asyncio.run(run_until_stopped(settings, receive=receive, send=send, ready=ready))


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

    target = folder or _settings().ingat_business_dir
    language = language_of_environment(os.environ)
    try:
        refuse_existing(target)
        answers = ask_answers(lambda question, default: str(typer.prompt(question, default=default)))
        language = answers.language
        initialise(target, answers)
    except BusinessFolderExistsError as error:
        _end(sentence_in(str(error), language))
    typer.echo(sentence_in(f"Written: {target}. Edit the files, then run: ingat check", language))


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The folder; default: INGAT_BUSINESS_DIR.")] = None,
) -> None:
    """Say in plain words what is missing or wrong in the business's folder."""
    from datetime import datetime  # noqa: PLC0415

    from ingat.business import Severity, owners_language, problem_in, sentence_in  # noqa: PLC0415
    from ingat.business import check as check_folder  # noqa: PLC0415

    target = folder or _settings().ingat_business_dir
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

    with in_shape(_settings()):
        pass
    typer.echo("The database is up to date.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Write a copy of the database to a file, while Ingat may go on running."""
    from ingat.backups import back_up  # noqa: PLC0415

    typer.echo(back_up(_settings().resolved_database_url(), file))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `ingat backup` wrote.")]) -> None:
    """Put a backup in the place of the database. Ingat must be stopped."""
    from ingat.backups import restore_from  # noqa: PLC0415

    typer.echo(restore_from(_settings().resolved_database_url(), file))


@telegram_app.command("setup")
def telegram_setup() -> None:
    """Set the bot's commands and descriptions in each language."""
    from ingat.telegram_setup import set_up  # noqa: PLC0415

    for line in asyncio.run(set_up(_settings())):
        typer.echo(line)


@telegram_app.command("status")
def telegram_status() -> None:
    """Say how things stand at Telegram and in the outbox."""
    from ingat.telegram_setup import status  # noqa: PLC0415

    for line in asyncio.run(status(_settings())):
        typer.echo(line)


@updates_app.command("retry")
def updates_retry() -> None:
    """Play again the updates that could not be handled."""
    from ingat.retrying import retry  # noqa: PLC0415

    typer.echo(asyncio.run(retry(_settings())))


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


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
