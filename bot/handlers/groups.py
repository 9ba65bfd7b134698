"""What happens in groups: it is the staff's, or the group is not ours."""

from datetime import datetime

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, Chat, Message

from bot.handlers.content import attachment_of, kind_of
from bot.handlers.membership import MembershipChanged
from bot.inbound import ForeignChat, Ignored, InGroup, Moved, Translated
from crm.conversation.staffing.values import BotTakenIn, GroupPress, GroupWords, Place
from crm.staff import WANTED_RIGHTS


def in_a_group(message: Message, account: str, received_at: datetime) -> Translated:
    """Translate a message in a group."""
    if message.migrate_to_chat_id:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.left_chat_member or message.migrate_from_chat_id:
        return Ignored("a group's service message")
    foreign = ForeignChat(message.chat.id, message.date, title=message.chat.title)
    return InGroup(words=_words(message, account, received_at, is_edit=False), as_foreign=foreign)


def edited_in_a_group(message: Message, account: str, received_at: datetime, update_id: int) -> Translated:
    """Translate an edit in a group: only in the staff's it means anything."""
    words = _words(message, account, received_at, is_edit=True, key=f"tg-update:{account}:{update_id}")
    return InGroup(words=words)


def _words(
    message: Message, account: str, received_at: datetime, *, is_edit: bool, key: str | None = None
) -> GroupWords:
    user = message.from_user
    text = message.text or message.caption or ""
    return GroupWords(
        place=_place(message.chat, account, message.message_thread_id if message.is_topic_message else None),
        key=key or f"group:{account}:{message.chat.id}:{message.message_id}",
        user_id="" if user is None else str(user.id),
        user_name="" if user is None else user.full_name,
        is_anonymous=message.sender_chat is not None or user is None,
        message_id=message.message_id,
        at=received_at,
        text=text,
        html=message.html_text if text else "",
        attachment=attachment_of(message),
        is_edit=is_edit,
        is_service=kind_of(message) == "service",
    )


def _place(chat: Chat, account: str, thread_id: int | None) -> Place:
    return Place(
        account=account, external_id=str(chat.id), title=chat.title, is_forum=bool(chat.is_forum), thread_id=thread_id
    )


def pressed_in_a_group(query: CallbackQuery, account: str, received_at: datetime, update_id: int) -> Translated:
    """Translate the press of a button in a group."""
    message = query.message
    if message is None:
        return Ignored("a press on nothing")
    thread_id = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    press = GroupPress(
        place=_place(message.chat, account, thread_id),
        key=f"tg-update:{account}:{update_id}",
        user_id=str(query.from_user.id),
        user_name=query.from_user.full_name,
        action=None,
        argument="",
        at=received_at,
    )
    return InGroup(press=press, pressed_data=query.data or "", query_id=query.id)


def taken_into_a_group(change: MembershipChanged, account: str, received_at: datetime) -> Translated:
    """Translate the bot being taken into a group, put out of it, or getting other rights there."""
    chat, joined, is_out = change.chat, change.old_chat_member.is_out, change.new_chat_member.is_out
    foreign = ForeignChat(chat.id, change.date, joined=joined, title=chat.title)
    if chat.type == ChatType.CHANNEL:
        return Ignored("the bot left") if is_out else foreign
    member = change.new_chat_member
    has = member.rights if member.status == ChatMemberStatus.ADMINISTRATOR else {}
    taken_in = BotTakenIn(
        place=_place(chat, account, None),
        by_user_id=str(change.from_user.id),
        joined=joined,
        lacks=tuple(right for right in WANTED_RIGHTS if not has.get(right)),
        at=received_at,
        is_out=is_out,
    )
    return InGroup(taken_in=taken_in, as_foreign=None if is_out else foreign)
