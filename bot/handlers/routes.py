"""One handler for each kind of update. Commands, buttons and states are looked up later, in one table of our own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram.enums import ChatType
from aiogram.types import (
    CallbackQuery,
    Message,
    MessageReactionUpdated,
    TelegramObject,
    User,
)

from bot.handlers.content import attachment_of, kind_of, payload_of
from bot.handlers.groups import edited_in_a_group, in_a_group, pressed_in_a_group, taken_into_a_group
from bot.handlers.membership import MembershipChanged
from bot.inbound import Act, ForeignChat, Ignored, Inbound, Translated
from crm.customers import Person
from crm.history.content import Said


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came: its raw event, whose it is among the bot's accounts, its number and the moment."""

    raw: dict[str, Any]
    account: str
    update_id: int
    at: datetime


def on_message(message: Message, received: Received) -> Translated:
    """Translate a new message."""
    if message.chat.type != ChatType.PRIVATE:
        return in_a_group(message, received.account, received.at)
    user = message.from_user
    if user is None:
        return Ignored("a private message without a sender")
    return Inbound(act=_act_of(message), person=_person(user, received.account), said=_said(message, received))


def _act_of(message: Message) -> Act:
    return Act.QUIET if kind_of(message) == "service" else Act.SAID


def _said(message: Message, received: Received) -> Said:
    return Said(
        key=f"tg:{received.account}:{message.chat.id}:{message.message_id}",
        kind=kind_of(message),
        text=message.text or message.caption or "",
        said_at=message.date,
        payload=payload_of(received.raw, is_own_contact=_is_own_contact(message)),
        message_id=message.message_id,
        album_id=message.media_group_id,
        attachment=attachment_of(message),
    )


def _is_own_contact(message: Message) -> bool:
    """Only a contact that is the sender's own, and was not forwarded, says anything of the sender."""
    contact, user = message.contact, message.from_user
    return bool(contact and user and contact.user_id == user.id and message.forward_origin is None)


def on_edited_message(message: Message, received: Received) -> Translated:
    """Translate an edit: a new version of a message that may not have come yet."""
    if message.chat.type != ChatType.PRIVATE:
        return edited_in_a_group(message, received.account, received.at, received.update_id)
    if message.from_user is None:
        return Ignored("an edit of nobody's")
    said = Said(
        key=f"tg-update:{received.account}:{received.update_id}",
        kind="edit",
        text=message.text or message.caption or "",
        said_at=_edited_at(message),
        payload=payload_of(received.raw),
        message_id=message.message_id,
    )
    return Inbound(act=Act.EDITED, person=_person(message.from_user, received.account), said=said)


def _edited_at(message: Message) -> datetime:
    return datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else message.date


def on_callback_query(query: CallbackQuery, received: Received) -> Translated:
    """Translate the press of a button."""
    message = query.message
    if message is not None and message.chat.type != ChatType.PRIVATE:
        return pressed_in_a_group(query, received.account, received.at, received.update_id)
    said = Said(
        key=f"tg-update:{received.account}:{received.update_id}",
        kind="button",
        text="",
        said_at=received.at,
        payload={"data": query.data},
        message_id=message.message_id if message is not None else None,
    )
    person = _person(query.from_user, received.account)
    return Inbound(act=Act.PRESSED, person=person, said=said, pressed_data=query.data or "", query_id=query.id)


def on_reaction(reaction: MessageReactionUpdated, received: Received) -> Translated:
    """Translate a reaction to a message that may not have come yet."""
    if reaction.chat.type != ChatType.PRIVATE or reaction.user is None:
        return Ignored("a reaction outside a private chat")
    said = Said(
        key=f"tg-update:{received.account}:{received.update_id}",
        kind="reaction",
        text="".join(getattr(kind, "emoji", "") for kind in reaction.new_reaction),
        said_at=reaction.date,
        payload={"new_reaction": received.raw.get("new_reaction")},
        message_id=reaction.message_id,
    )
    return Inbound(act=Act.QUIET, person=_person(reaction.user, received.account), said=said)


def on_my_chat_member(change: MembershipChanged, received: Received) -> Translated:
    """Translate a block or an unblock, or the bot being taken into a group."""
    gone = change.new_chat_member.is_out
    if change.chat.type != ChatType.PRIVATE:
        return taken_into_a_group(change, received.account, received.at)
    said = Said(
        key=f"tg-update:{received.account}:{received.update_id}",
        kind="block" if gone else "unblock",
        text="",
        said_at=change.date,
    )
    act = Act.BLOCKED if gone else Act.UNBLOCKED
    return Inbound(act=act, person=_person(change.from_user, received.account), said=said)


def on_channel_post(message: Message, received: Received) -> Translated:
    """Translate a channel's post: a foreign place."""
    return ForeignChat(message.chat.id, message.date, title=message.chat.title)


def _person(user: User, account: str) -> Person:
    name = " ".join(part for part in (user.first_name, user.last_name) if part)
    return Person("telegram", account, str(user.id), name, user.username, user.language_code)


ROUTES: Mapping[str, tuple[type[TelegramObject], Callable[[Any, Received], Translated]]] = {
    "message": (Message, on_message),
    "edited_message": (Message, on_edited_message),
    "callback_query": (CallbackQuery, on_callback_query),
    "message_reaction": (MessageReactionUpdated, on_reaction),
    "my_chat_member": (MembershipChanged, on_my_chat_member),
    "channel_post": (Message, on_channel_post),
}
"""For each kind of update that is asked for, what parses its event and what translates it."""
