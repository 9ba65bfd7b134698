"""Running the team from the command line, and the first link that makes somebody its owner."""

import asyncio
import getpass
import os
from collections.abc import Iterator
from functools import partial

import aiohttp

from crm.kernel.session import Session
from crm.staff import Member, Role, members, new_staff_link, owner_exists
from ingat.business import BusinessError, cannot_be_used, load_business
from ingat.databases import in_shape
from ingat.opening import Running, now
from ingat.settings import Settings
from ingat.supervision import FatalError
from ingat.telegram import ask_account

FIRST_RUN = "first run"


def link_to(username: str, payload: str) -> str:
    """Return the address that opens the bot with a payload."""
    return f"https://t.me/{username}?start={payload}"


async def owners_first_link(running: Running) -> str | None:
    """Return a link that makes whoever opens it the owner, as long as there is none. It ends those made before."""

    def job(session: Session) -> str | None:
        if owner_exists(session):
            return None
        return new_staff_link(session, Role.OWNER, name=None, actor=FIRST_RUN, at=now())

    payload = await asyncio.wrap_future(running.database.writer.submit(job))
    return None if payload is None else link_to(running.account.username, payload)


def team_lines(settings: Settings) -> Iterator[str]:
    """Yield a line for each member. Raises FatalError as `in_shape` does."""
    with in_shape(settings) as database, database.reading() as session:
        team = members(session)
    if not team:
        yield "Nobody yet. `ingat run` prints the owner's link; `ingat staff add NAME` one for somebody else."
    for member in team:
        yield f"{member.name}  {member.role}  {'on duty' if member.on_duty else 'off duty'}"


async def add(settings: Settings, name: str, role: Role) -> str:
    """Make a link for a new member and return its address, or only what follows `start=` where no token is set."""
    if not name.strip():
        raise FatalError("NAME: say what customers will call them.")
    actor = f"owner:{getpass.getuser()}"
    with in_shape(settings) as database:
        payload = database.writer.run(
            lambda session: new_staff_link(session, role, name=name.strip(), actor=actor, at=now())
        )
    if settings.telegram_bot_token is None:
        return payload
    async with aiohttp.ClientSession() as http:
        account = await ask_account(http, settings)
    return link_to(account.username, payload)


def remove(settings: Settings, name: str) -> str:
    """Take a member off the team and say so. Raises FatalError for a name that not exactly one member has."""
    from crm.conversation.staffing.dismissing import dismiss  # noqa: PLC0415 what words things is large

    try:
        snapshot = load_business(settings.ingat_business_dir)
    except BusinessError as error:
        raise FatalError(cannot_be_used(settings.ingat_business_dir, error, os.environ)) from None
    with in_shape(settings) as database:
        with database.reading() as session:
            gone = _named(members(session), name)
        actor = f"owner:{getpass.getuser()}"
        database.writer.run(partial(dismiss, snapshot=snapshot, gone=gone, actor=actor, at=now()))
    return f"Removed: {gone.name}. What they held waits for the others."


def _named(team: list[Member], name: str) -> Member:
    meant = [member for member in team if member.name.casefold() == name.strip().casefold()]
    if len(meant) != 1:
        raise FatalError(f"{len(meant)} members are called {name}. `ingat staff list` names them all.")
    return meant[0]
