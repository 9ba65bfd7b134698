"""From raw JSON to a plain value. Each update is parsed alone: one that cannot be parsed harms no other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.handlers import ROUTES, Received
from bot.inbound import Act, Ignored, Inbound, Translated
from crm.customers import Person
from crm.history.content import Said


class UnreadableUpdateError(Exception):
    """An update of an unknown kind that names no person: it is parked, for a later Ingat to read."""


def translate(raw: dict[str, Any], account: str, received_at: datetime) -> Translated:
    """Return what an update says. Raises whatever parsing raises, and UnreadableUpdateError."""
    kind = next((name for name in raw if name in ROUTES), None)
    if kind is None:
        return _of_unknown_kind(raw, account, received_at)
    model, handler = ROUTES[kind]
    return handler(model.model_validate(raw[kind]), Received(raw[kind], account, int(raw["update_id"]), received_at))


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
