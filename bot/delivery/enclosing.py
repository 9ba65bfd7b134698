"""Sending files, places and cards, with the words as a caption where they fit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from telegram import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message
from telegram.ext import ExtBot

from bot.delivery.calls import Line, Text, markup_of, text_of, text_steps, texts_of
from bot.delivery.outcomes import OurFault
from bot.delivery.splitting import caption_and_parts
from bot.delivery.steps import Made, Prevented, Step
from crm.history.attachments import Enclosed
from crm.history.files import read_file
from crm.history.models import Holds

ALBUM_MOST = 10
_WITHOUT_CAPTION = frozenset({"sticker", "video_note"})
_ALBUMS = {"photo": "pictures", "video": "pictures", "document": "documents", "audio": "audio"}
SENDING: dict[str, Callable[..., Awaitable[Message]]] = {
    "photo": ExtBot.send_photo,
    "document": ExtBot.send_document,
    "voice": ExtBot.send_voice,
    "video": ExtBot.send_video,
    "video_note": ExtBot.send_video_note,
    "sticker": ExtBot.send_sticker,
    "audio": ExtBot.send_audio,
    "animation": ExtBot.send_animation,
}
_NAMES = {
    "photo": "photo.jpg",
    "document": "document",
    "voice": "voice.ogg",
    "video": "video.mp4",
    "video_note": "video.mp4",
    "audio": "audio.mp3",
    "animation": "animation.gif",
}
_InputMedia = InputMediaPhoto | InputMediaVideo | InputMediaDocument | InputMediaAudio
_INPUT: dict[str, type[_InputMedia]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}
_Group = tuple[Enclosed, ...]


@dataclass(frozen=True, slots=True)
class Enclosing:
    """The files of one delivery, by the calls that they are sent with."""

    line: Line
    folder: Path
    groups: Sequence[_Group]

    def steps(self) -> list[Step]:
        """Return all calls of the delivery: the files, the place, the card, and what of the words is no caption."""
        payload = self.line.due.payload or {}
        place, card = payload.get("location"), payload.get("contact")
        has_more = place is not None or card is not None
        caption, texts = self._words(captionable=not has_more and self._takes_caption())
        ends_here = not texts
        calls: list[tuple[int, Callable[..., Awaitable[Sequence[Made]]]]] = []
        for group in self.groups:
            is_end = group is self.groups[-1] and not has_more
            words = caption if is_end else None
            holds = Holds.CAPTION if is_end and ends_here and _takes_caption(group) else Holds.NOTHING
            calls.append((len(group), partial(self._send_files, group, words, holds)))
        if place is not None:
            calls.append((1, partial(self._send_place, place)))
        if card is not None:
            calls.append((1, partial(self._send_card, card)))
        return self._numbered(calls, texts)

    def _words(self, *, captionable: bool) -> tuple[Text | None, Sequence[Text]]:
        due = self.line.due
        caption, _ = caption_and_parts(markup_of(due))
        if caption is None or not captionable:
            return None, texts_of(due)
        return text_of(caption, as_plain_text=due.as_plain_text), ()

    def _takes_caption(self) -> bool:
        """Say whether the last call takes the words: an album has no room for buttons, and they stay together."""
        if not self.groups or not _takes_caption(self.groups[-1]):
            return False
        return len(self.groups[-1]) == 1 or self.line.keyboard() is None

    def _numbered(
        self, calls: Sequence[tuple[int, Callable[..., Awaitable[Sequence[Made]]]]], texts: Sequence[Text]
    ) -> list[Step]:
        steps: list[Step] = []
        part = 0
        for number, (messages, call) in enumerate(calls):
            is_last = number == len(calls) - 1 and not texts
            steps.append(Step(part, partial(call, self.line.placed(is_first=number == 0, is_last=is_last))))
            part += messages
        return steps + text_steps(self.line, texts, first_part=part, after=len(calls))

    async def _send_files(
        self, group: _Group, caption: Text | None, holds: Holds, placed: dict[str, Any]
    ) -> Sequence[Made]:
        words = {} if caption is None else {"caption": caption.words, "parse_mode": caption.parse_mode}
        if len(group) == 1:
            [one] = group
            send = SENDING[one.file.kind]
            source = await self._source(one)
            message = await send(self.line.bot, self.line.chat_id, source, **_named(one, source), **words, **placed)
            return (_made(message, one, holds),)
        media = [await self._input(one, words if one is group[0] else {}) for one in group]
        placed_album = {name: value for name, value in placed.items() if name != "reply_markup"}  # it takes none
        messages = await self.line.bot.send_media_group(self.line.chat_id, media, **placed_album)
        return [
            _made(message, one, holds if one is group[0] else Holds.NOTHING)
            for message, one in zip(messages, group, strict=True)
        ]

    async def _input(self, one: Enclosed, words: dict[str, Any]) -> _InputMedia:
        source = await self._source(one)
        return _INPUT[one.file.kind](source, **_named(one, source), **words)

    async def _source(self, one: Enclosed) -> str | bytes:
        """Return Telegram's name for a file, or the file itself, read anew for each call."""
        if one.file.file_id is not None:
            return one.file.file_id
        try:
            return await asyncio.to_thread(read_file, self.folder, one.file.path or "")
        except FileNotFoundError:
            raise Prevented(OurFault("a kept file is gone")) from None

    async def _send_place(self, place: dict[str, Any], placed: dict[str, Any]) -> Sequence[Made]:
        message = await self.line.bot.send_location(self.line.chat_id, **place, **placed)
        return (Made(message.message_id, Holds.NOTHING),)

    async def _send_card(self, card: dict[str, Any], placed: dict[str, Any]) -> Sequence[Made]:
        message = await self.line.bot.send_contact(self.line.chat_id, **card, **placed)
        return (Made(message.message_id, Holds.NOTHING),)


def grouped(files: Sequence[Enclosed], *, last_alone: bool) -> list[_Group]:
    """Return the files by the calls that they are sent with: neighbours that Telegram takes in one album together.

    `last_alone` keeps the last file out of an album, for buttons that have no words to stand under.
    """
    groups: list[_Group] = []
    for album, neighbours in groupby(files, lambda one: _ALBUMS.get(one.file.kind)):
        alike = tuple(neighbours)
        size = ALBUM_MOST if album else 1
        groups += [alike[at : at + size] for at in range(0, len(alike), size)]
    if last_alone and groups and len(groups[-1]) > 1:
        *album_files, last = groups.pop()
        groups += [tuple(album_files), (last,)]
    return groups


def _takes_caption(group: _Group) -> bool:
    return group[0].file.kind not in _WITHOUT_CAPTION


def _named(one: Enclosed, source: str | bytes) -> dict[str, Any]:
    """Name what is uploaded: Telegram tells from the name what kind of file it is. A sticker has none."""
    if isinstance(source, str) or one.file.kind == "sticker":
        return {}
    return {"filename": one.file.name or _NAMES[one.file.kind]}


def _made(message: Message, one: Enclosed, holds: Holds) -> Made:
    if one.file.file_id is not None:
        return Made(message.message_id, holds)
    shown = message.photo[-1] if message.photo else getattr(message, one.file.kind, None)
    uploaded = None if shown is None else (one.media_id, str(shown.file_id))
    return Made(message.message_id, holds, uploaded)
