"""The bot at Telegram: commands, descriptions, webhook; and how things stand."""

import os
from collections.abc import Sequence

import aiohttp

from bot.intake.seeing import parked_count
from crm.conversation.wording import Kind, Wording
from crm.history import groups_left
from crm.history.outbox import oldest_due
from crm.kernel.language import Language
from ingat.business import BusinessError, cannot_be_used, load_business
from ingat.databases import in_shape
from ingat.opening import now
from ingat.settings import Settings
from ingat.supervision import FatalError
from ingat.telegram import account_urls, call

GROUPS_SHOWN = 5


async def set_up(settings: Settings) -> list[str]:
    """Set the commands menu and the descriptions in each language. Returns what was done, a line each."""
    _, base_url, _ = account_urls(settings)
    try:
        snapshot = load_business(settings.ingat_business_dir)
    except BusinessError as error:
        raise FatalError(cannot_be_used(settings.ingat_business_dir, error, os.environ)) from None
    done = []
    async with aiohttp.ClientSession() as http:
        for language in snapshot.business.languages:
            codes = [str(language), ""] if language is snapshot.business.default_language else [str(language)]
            for code in codes:  # the empty code is for everybody whose language has none of its own
                await _describe(http, base_url, snapshot.wording, language, code)
            done.append(f"Commands and descriptions are set in: {language}")
    return done


async def _describe(
    http: aiohttp.ClientSession, base_url: str, wording: Wording, language: Language, code: str
) -> None:
    commands = [{"command": name, "description": text} for name, text in wording.commands(language).items()]
    await call(http, base_url, "setMyCommands", commands=commands, language_code=code)
    await call(
        http, base_url, "setMyDescription", description=wording.say(language, "bot_description"), language_code=code
    )
    short = wording.say(language, "bot_short_description")[: Kind.SHORT_ABOUT.longest]
    await call(http, base_url, "setMyShortDescription", short_description=short, language_code=code)


async def status(settings: Settings) -> list[str]:
    """Return how things stand, a line each."""
    _, base_url, _ = account_urls(settings)
    async with aiohttp.ClientSession() as http:
        me = await call(http, base_url, "getMe")
        webhook = await call(http, base_url, "getWebhookInfo")
    lines = [f"Bot: @{me.get('username')} ({me['id']})"]
    lines.append(f"Webhook: {webhook['url']}" if webhook.get("url") else "Webhook: none; updates come by polling")
    lines.append(f"Updates that wait at Telegram: {webhook.get('pending_update_count', 0)}")
    if webhook.get("last_error_message"):
        lines.append(f"Telegram's last trouble with the webhook: {webhook['last_error_message']}")
    return lines + _outbox(settings)


def _outbox(settings: Settings) -> list[str]:
    with in_shape(settings) as database, database.reading() as session:
        waiting_since, parked = oldest_due(session), parked_count(session)
        left = groups_left(session, GROUPS_SHOWN)
    lines = []
    if waiting_since is None:
        lines.append("Outbox: empty")
    else:
        lines.append(f"Outbox: the oldest delivery has waited {(now() - waiting_since).total_seconds():.0f} s")
    if parked:
        lines.append(f"Parked updates: {parked}. Play them again with: ingat updates retry")
    return lines + _groups(left)


def _groups(left: Sequence[tuple[str, str | None]]) -> list[str]:
    """Name the groups that the bot did not stay in: one of them may be meant for the staff."""
    if not left:
        return []
    lines = ["Groups and channels that the bot was taken into lately, and left:"]
    lines += [f"  {number}  {_on_a_line(title or '')}" for number, title in left]
    return [
        *lines,
        "Is one your staff's? Set TELEGRAM_STAFF_CHAT_ID to its number, start Ingat again, then add the bot.",
    ]


def _on_a_line(title: str) -> str:
    """Leave out what would mean something to a terminal: strangers choose the titles of their groups."""
    return "".join(sign for sign in title if sign.isprintable())
