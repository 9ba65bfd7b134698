"""Which calls a delivery is made of, and making the one that comes next."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.callback_data import Signer
from bot.delivery.limits import Permit
from bot.delivery.markup import BadMarkup, plain
from bot.delivery.splitting import split, split_text
from crm.history.outbox import DueDelivery

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Text:
    """One part of a text, as it is sent."""

    words: str
    parse_mode: str | None


def texts_of(due: DueDelivery) -> Sequence[Text]:
    """Return the parts of a delivery's text, always the same for the same text. Broken markup is left out."""
    markup = markup_of(due)
    try:
        parts = split(markup)
    except BadMarkup:
        return [Text(part, None) for part in split_text(plain(markup))]
    if due.as_plain_text:
        return [Text(plain(part), None) for part in parts]
    return [Text(part, ParseMode.HTML) if "<" in part or "&" in part else Text(part, None) for part in parts]


def markup_of(due: DueDelivery) -> str:
    """Return what is said, in Telegram's HTML."""
    if due.notice is not None:
        return due.notice
    stored = (due.payload or {}).get("html")
    return str(stored) if stored is not None else html.escape(due.text or "", quote=False)


async def send_part(
    bot: "ExtBot[Permit]", signer: Signer, due: DueDelivery, texts: Sequence[Text], part: int, permit: Permit
) -> int:
    """Send one part and return the message's number. Buttons go under the last part, the quote to the first."""
    is_first, is_last = part == 0, part == len(texts) - 1
    message: Message = await bot.send_message(
        int(due.address),
        texts[part].words,
        parse_mode=texts[part].parse_mode,
        link_preview_options=NO_PREVIEW if "://" in texts[part].words else None,
        reply_markup=keyboard_of(due, signer) if is_last else None,
        reply_parameters=_quote(due) if is_first else None,
        rate_limit_args=permit,
    )
    return message.message_id


async def leave(bot: "ExtBot[Permit]", due: DueDelivery, permit: Permit) -> None:
    """Leave a group or channel."""
    await bot.leave_chat(int(due.address), rate_limit_args=permit)


def keyboard_of(due: DueDelivery, signer: Signer) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message, their data signed for this chat."""
    rows: list[list[list[str]]] = (due.payload or {}).get("buttons") or []
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(due.address, signer, *button) for button in row] for row in rows])


def _button(address: str, signer: Signer, label: str, action: str, argument: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=signer.pack(address, action, argument))


def _quote(due: DueDelivery) -> ReplyParameters | None:
    if due.target_message_id is None:
        return None
    return ReplyParameters(due.target_message_id, allow_sending_without_reply=True)
