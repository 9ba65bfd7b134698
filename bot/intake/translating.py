"""From raw JSON to a plain value. Each update is parsed alone: one that cannot be parsed harms no other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update

from bot.inbound import Act, Ignored, Inbound, Translated
from crm.customers import Person
from crm.history.content import Said

KNOWN = frozenset({"message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "channel_post"})


class UnreadableUpdateError(Exception):
    """An update of an unknown kind that names no person: it is parked, for a later Ingat to read."""


async def translate(
    dispatcher: Dispatcher, bot: Bot, raw: dict[str, Any], account: str, received_at: datetime
) -> Translated:
    """Return what an update says. Raises whatever parsing raises, and UnreadableUpdateError."""
    if KNOWN.isdisjoint(raw):
        return _of_unknown_kind(raw, account, received_at)
    update = Update.model_validate(raw, context={"bot": bot})
    translated = await dispatcher.feed_update(bot, update, raw=raw, account=account, received_at=received_at)
    if translated is UNHANDLED or translated is None:
        raise UnreadableUpdateError(f"nothing handles {sorted(raw)}")
    result: Translated = translated
    return result


def _of_unknown_kind(raw: dict[str, Any], account: str, received_at: datetime) -> Translated:
    """Keep whole what a future Telegram sends, with the person it names."""
    kind = next((name for name in raw if name != "update_id"), None)
    event = raw.get(kind) if kind else None
    if kind is None or not isinstance(event, Mapping):
        raise UnreadableUpdateError(f"an update with {sorted(raw)}")
    user = event.get("from") or event.get("user")
    chat = event.get("chat")
    if isinstance(chat, Mapping) and chat.get("type") != "private":
        return Ignored(f"{kind} outside a private chat")
    if not isinstance(user, Mapping) or not isinstance(user.get("id"), int):
        raise UnreadableUpdateError(f"an update of the unknown kind {kind}")
    said = Said(
        key=f"tg-update:{account}:{raw['update_id']}",
        kind="service",
        text="",
        said_at=received_at,
        payload={kind: dict(event)},
    )
    name = " ".join(str(user[part]) for part in ("first_name", "last_name") if user.get(part))
    person = Person("telegram", account, str(user["id"]), name, user.get("username"), user.get("language_code"))
    return Inbound(act=Act.QUIET, person=person, said=said)
