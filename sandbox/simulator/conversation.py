"""One person in one chat: what they send there and what they see."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.encoding import Json
from sandbox.simulator.link import Inbox, Link


class NotSeen(AssertionError):  # noqa: N818 - a failed expectation
    """What a person waited for did not come."""


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as a person sees it. `raw` is the Bot API's Message with `view`."""

    raw: Json

    @property
    def id(self) -> int:
        """Its message id."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Its text or caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def html(self) -> str:
        """Its text or caption, with what is bold and so on as tags."""
        return str(self.raw["view"]["html"])

    @property
    def kind(self) -> str:
        """What it is: text, photo, …"""
        return str(self.raw["view"]["kind"])

    @property
    def buttons(self) -> list[str]:
        """The words on its inline buttons, row by row."""
        return [str(button["text"]) for row in self.raw["view"]["buttons"] for button in row]

    @property
    def is_from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.raw["view"]["sender"]["is_bot"])


class Conversation:
    """A person in a chat. Waiting is by the stream of events: nothing here sleeps and looks again."""

    def __init__(self, link: Link, user_id: int, chat_id: int) -> None:
        self.user_id = user_id
        self.chat_id = chat_id
        self._link = link
        self._path = f"/sandbox/users/{user_id}/chats/{chat_id}"
        self._looked_at = 0  # events of this chat
        self._heard = 0

    async def says(self, text: str, **more: Any) -> SeenMessage:
        """Write text. `more`: reply_to, quote, topic, forward."""
        return (await self.sends("text", text=text, **more))[-1]

    async def sends(self, kind: str, *files: tuple[str, str, bytes], **fields: Any) -> list[SeenMessage]:
        """Send anything the control API knows; files as (name, MIME type, bytes). Without one the file is made up."""
        path, fields = f"{self._path}/messages", {"kind": kind} | {k: v for k, v in fields.items() if v is not None}
        answer = await self._link.ask("POST", path, form=_form(fields, files)) if files else None
        return _seen(answer or await self._link.ask("POST", path, body=fields))

    async def sends_photo(self, content: bytes | None = None, caption: str | None = None, **more: Any) -> SeenMessage:
        """Send a picture."""
        files = [] if content is None else [("foto.jpg", "image/jpeg", content)]
        return (await self.sends("photo", *files, caption=caption, **more))[0]

    async def sends_album(self, count: int = 3, caption: str | None = None, **more: Any) -> list[SeenMessage]:
        """Send several pictures at once."""
        return await self.sends("album", items=[{"kind": "photo"}] * count, caption=caption, **more)

    async def sends_voice(self, content: bytes | None = None, duration: int = 4, **more: Any) -> SeenMessage:
        """Send a voice note."""
        files = [] if content is None else [("suara.ogg", "audio/ogg", content)]
        return (await self.sends("voice", *files, duration=duration, **more))[0]

    async def sends_video_note(self, duration: int = 4, **more: Any) -> SeenMessage:
        """Send a round video."""
        return (await self.sends("video_note", duration=duration, **more))[0]

    async def sends_sticker(self, emoji: str = "👍", **more: Any) -> SeenMessage:
        """Send a sticker."""
        return (await self.sends("sticker", emoji=emoji, **more))[0]

    async def sends_document(self, content: bytes | None = None, **more: Any) -> SeenMessage:
        """Send a document: real bytes, or declared by `file_name`, `mime_type` and `size`, also over 20 MB."""
        files = [] if content is None else [(more.pop("file_name", "struk.pdf"), "application/pdf", content)]
        return (await self.sends("document", *files, **more))[0]

    async def sends_location(self, latitude: float = -6.2, longitude: float = 106.8, **more: Any) -> SeenMessage:
        """Send a place."""
        return (await self.sends("location", latitude=latitude, longitude=longitude, **more))[0]

    async def moves(self, message: SeenMessage, latitude: float, longitude: float) -> SeenMessage:
        """Be elsewhere with a live location."""
        body = {"latitude": latitude, "longitude": longitude}
        return _seen(await self._link.ask("PATCH", f"{self._path}/messages/{message.id}", body=body))[0]

    async def shares_contact(self) -> SeenMessage:
        """Share one's own number."""
        return (await self.sends("contact"))[0]

    async def sends_contact(self, phone_number: str, first_name: str, user_id: int | None = None) -> SeenMessage:
        """Send somebody else's number."""
        return (await self.sends("contact", phone_number=phone_number, first_name=first_name, user_id=user_id))[0]

    async def forwards(self, message: SeenMessage) -> SeenMessage:
        """Forward a message that this person sees into this chat."""
        origin = {"chat_id": message.raw["chat"]["id"], "message_id": message.id}
        return (await self.sends("text", forward=origin))[0]

    async def edits(self, message: SeenMessage, text: str) -> SeenMessage:
        """Change the words of a message of one's own."""
        name = "caption" if message.kind != "text" else "text"
        return _seen(await self._link.ask("PATCH", f"{self._path}/messages/{message.id}", body={name: text}))[0]

    async def deletes(self, message: SeenMessage) -> None:
        """Delete a message."""
        await self._link.ask("DELETE", f"{self._path}/messages/{message.id}")

    async def reacts(self, message: SeenMessage, *emoji: str) -> None:
        """React to a message; without an emoji, take the reaction back."""
        await self._link.ask("PUT", f"{self._path}/messages/{message.id}/reactions", body={"emoji": list(emoji)})

    async def presses(self, text: str, *, on: SeenMessage | None = None, within_s: float = 5.0) -> None:
        """Press a button once it is there: on a certain message, the newest that has it, or under the text field."""
        inbox = self._inbox
        try:
            async with asyncio.timeout(within_s):
                known = len(inbox.events)
                while not await self._pressed(text, on):
                    if len(inbox.events) == known:
                        await inbox.more()
                    known = len(inbox.events)
        except TimeoutError:
            raise NotSeen(f"no button {text!r} within {within_s} s; there was {await self._shown_buttons()}") from None

    async def _pressed(self, text: str, on: SeenMessage | None) -> bool:
        messages = [on] if on else reversed(await self.history())
        for message in messages:
            if text in message.buttons:
                await self._link.ask("POST", f"{self._path}/messages/{message.id}/press", body={"text": text})
                return True
        if on is None and text in _reply_buttons(await self._link.ask("GET", self._path)):
            await self._link.ask("POST", f"{self._path}/keyboard", body={"text": text})
            return True
        return False

    async def _shown_buttons(self) -> list[str]:
        inline = [button for message in await self.history() for button in message.buttons]
        return inline + _reply_buttons(await self._link.ask("GET", self._path))

    async def sees(
        self,
        contains: str = "",
        *,
        within_s: float = 5.0,
        where: Callable[[SeenMessage], bool] = lambda _message: True,
    ) -> SeenMessage:
        """Return the next message of somebody else, new or edited, that contains these words.

        What was seen before does not count. Raises NotSeen, with what was there instead.
        """
        inbox, passed = self._inbox, []
        try:
            async with asyncio.timeout(within_s):
                while True:
                    for message in self._unseen(inbox):
                        if contains in message.text and where(message):
                            return message
                        passed.append(message.text or message.kind)
                    await inbox.more()
        except TimeoutError:
            raise NotSeen(f"nothing with {contains!r} within {within_s} s, but {passed}") from None

    def _unseen(self, inbox: Inbox) -> Iterator[SeenMessage]:
        while self._looked_at < len(inbox.events):
            event = inbox.events[self._looked_at]
            self._looked_at += 1
            if event["kind"] in {"message", "edit"} and event["message"]["view"]["sender"]["id"] != self.user_id:
                yield SeenMessage(event["message"])

    async def sees_nothing(self, for_s: float = 0.3) -> None:
        """Make sure that nobody else writes for so long. Raises NotSeen with what came."""
        try:
            message = await self.sees(within_s=for_s)
        except NotSeen:
            return
        raise NotSeen(f"expected silence, but there was {message.text or message.kind!r}")

    async def hears(self, within_s: float = 5.0) -> str:
        """Return the words that answer a pressed button, "" for an answer without words."""
        inbox = self._inbox
        try:
            async with asyncio.timeout(within_s):
                while True:
                    while self._heard < len(inbox.events):
                        event = inbox.events[self._heard]
                        self._heard += 1
                        if event["kind"] == "callback_answer" and event["user_id"] == self.user_id:
                            return str(event["text"] or "")
                    await inbox.more()
        except TimeoutError:
            raise NotSeen(f"no pressed button was answered within {within_s} s") from None

    async def history(self) -> list[SeenMessage]:
        """Return all messages of the chat, oldest first."""
        return _seen(await self._link.ask("GET", f"{self._path}/messages"))

    @property
    def _inbox(self) -> Inbox:
        return self._link.inboxes[self.chat_id]


def _seen(answer: Json) -> list[SeenMessage]:
    return [SeenMessage(message) for message in answer["messages"]]


def _reply_buttons(chat: Json) -> list[str]:
    rows = (chat["reply_keyboard"] or {"keyboard": []})["keyboard"]
    return [str(button["text"]) for row in rows for button in row]


def _form(fields: Json, files: tuple[tuple[str, str, bytes], ...]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, mime_type, content in files:
        form.add_field("file", content, filename=name, content_type=mime_type)
    return form
