"""What the calls of a delivery have in common: its words as Telegram takes them, the buttons, the quote, the topic."""

import html
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.callback_data import Signer
from bot.delivery.bot import SendingBot
from bot.delivery.limits import Permit
from bot.delivery.markup import BadMarkup, plain
from bot.delivery.splitting import split, split_text
from bot.delivery.steps import Made, Step
from crm.history.outbox import DueDelivery

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Text:
    """One part of a text, as it is sent."""

    words: str
    parse_mode: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """The bot's line to one chat, for one delivery: with its permit, into its topic, quoting what it quotes."""

    bot: SendingBot
    permit: Permit
    signer: Signer
    due: DueDelivery
    thread_id: int | None = None
    quoted_id: int | None = None

    @property
    def chat_id(self) -> int:
        """Telegram's number of the chat."""
        return int(self.due.address)

    def placed(self, *, is_first: bool, is_last: bool) -> dict[str, Any]:
        """Return what else a call says that sends something. The quote is the first's, the buttons are the last's."""
        return {
            "message_thread_id": self.thread_id,
            "reply_parameters": self._quote() if is_first else None,
            "reply_markup": (self.keyboard() or self._reply_keyboard()) if is_last else None,
            "rate_limit_args": self.permit,
        }

    def _quote(self) -> ReplyParameters | None:
        if self.quoted_id is None:
            return None
        return ReplyParameters(self.quoted_id, allow_sending_without_reply=True)

    def keyboard(self) -> InlineKeyboardMarkup | None:
        """Return the buttons, their data signed for this chat."""
        rows: list[list[list[str]]] = (self.due.payload or {}).get("buttons") or self.due.notice_buttons or []
        if not rows:
            return None
        return InlineKeyboardMarkup([[self._button(*button) for button in row] for row in rows])

    def _reply_keyboard(self) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        """Return what is put under the text field, or takes away what is there. Telegram hides it when it is used."""
        labels: list[str | None] | None = (self.due.payload or {}).get("keyboard")
        if labels is None:
            return None
        share_phone, skip = labels
        if share_phone is None:
            return ReplyKeyboardRemove()
        rows = [[KeyboardButton(share_phone, request_contact=True)], [KeyboardButton(skip)] if skip else []]
        return ReplyKeyboardMarkup([row for row in rows if row], resize_keyboard=True, one_time_keyboard=True)

    def _button(self, label: str, action: str, argument: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=self.signer.pack(self.due.address, action, argument))


def texts_of(due: DueDelivery) -> Sequence[Text]:
    """Return the parts of a delivery's text, always the same for the same text. Broken markup is left out."""
    markup = markup_of(due)
    try:
        parts = split(markup)
    except BadMarkup:
        return [Text(part, None) for part in split_text(plain(markup))]
    return [text_of(part, as_plain_text=due.as_plain_text) for part in parts]


def text_of(markup: str, *, as_plain_text: bool) -> Text:
    """Return words as they are sent: with their markup, if they have any and Telegram has not refused it."""
    if as_plain_text:
        return Text(plain(markup), None)
    return Text(markup, ParseMode.HTML if "<" in markup or "&" in markup else None)


def markup_of(due: DueDelivery) -> str:
    """Return what is said, in Telegram's HTML."""
    if due.notice is not None:
        return due.notice
    stored = (due.payload or {}).get("html")
    return str(stored) if stored is not None else html.escape(due.text or "", quote=False)


def text_steps(line: Line, texts: Sequence[Text], *, first_part: int = 0, after: int = 0) -> list[Step]:
    """Return the calls that send texts. `after` so many other calls of the same delivery."""
    last = len(texts) - 1
    return [
        Step(
            first_part + number,
            partial(_send_text, line, text, is_first=number == 0 and not after, is_last=number == last),
        )
        for number, text in enumerate(texts)
    ]


async def _send_text(line: Line, text: Text, *, is_first: bool, is_last: bool) -> Sequence[Made]:
    message_id = await line.bot.send_words(
        line.chat_id,
        text.words,
        parse_mode=text.parse_mode,
        link_preview_options=preview_of(text),
        **line.placed(is_first=is_first, is_last=is_last),
    )
    return (Made(message_id),)


def preview_of(text: Text) -> LinkPreviewOptions | None:
    """Return what keeps Telegram from adding a picture of a page that the words link to."""
    return NO_PREVIEW if "://" in text.words else None


def call_step(call: Callable[..., Awaitable[object]], *arguments: object, **more: object) -> Step:
    """Return a call that makes no message: it may be made again."""

    async def make() -> Sequence[Made]:
        await call(*arguments, **more)
        return ()

    return Step(0, make)
