"""`ingat link new`: a link into the chat for a receipt or a poster."""

import getpass
from datetime import UTC, datetime, timedelta

import aiohttp

from crm.customers.deep_links import LinkKind
from crm.customers.linking import new_link
from crm.kernel.session import Session
from ingat.databases import in_shape
from ingat.settings import Settings
from ingat.telegram import ask_account


async def make_link(
    settings: Settings, *, kind: LinkKind, source: str, outlet: str | None, receipt: str | None, days: int | None
) -> str:
    """Make a link and return its address, or only what follows `start=` where no token is set."""

    def job(session: Session) -> str:
        return new_link(
            session, kind=kind, source=source, outlet=outlet, receipt=receipt, at=datetime.now(UTC),
            actor=f"owner:{getpass.getuser()}", valid_for=None if days is None else timedelta(days=days),
        )  # fmt: skip

    with in_shape(settings) as database:
        payload = database.writer.run(job)
    if settings.telegram_bot_token is None:
        return payload
    async with aiohttp.ClientSession() as http:
        account = await ask_account(http, settings)
    return f"https://t.me/{account.username}?start={payload}"
