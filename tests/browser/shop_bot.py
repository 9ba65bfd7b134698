"""A small bot over plain HTTP that answers everything, in the language of whoever writes."""

import asyncio
from typing import Any, Self

import aiohttp

Json = dict[str, Any]

_LONG_POLL_S = 20
_ANSWERS = {
    "id": {
        "/start": "Halo, Kak {name}. Saya asisten virtual <b>Kopi Demo</b>. Mau tanya produk, atau ada keluhan?",
        "text": "Sudah saya catat: <i>{said}</i>",
        "photo": "Fotonya sudah saya terima, Kak.",
        "voice": "Voice note-nya sudah saya terima, Kak.",
        "contact": "Nomor {said} sudah saya simpan.",
        "other": "Kirimannya sudah saya terima.",
        "pressed": "Baik, Kak",
        "button": "Status keluhan",
        "share": "Kirim nomor HP",
    },
    "en": {
        "/start": "Hello {name}, I'm <b>Kopi Demo</b>'s virtual assistant. Ask me anything.",
        "text": "I've noted it: <i>{said}</i>",
        "photo": "Your photo is here.",
        "voice": "Your voice note is here.",
        "contact": "I've saved {said}.",
        "other": "It is here.",
        "pressed": "All right",
        "button": "Status of my case",
        "share": "Share my number",
    },
}
_COMMANDS = {
    "": [
        {"command": "help", "description": "What I can help with"},
        {"command": "status", "description": "Open cases"},
    ],
    "id": [
        {"command": "help", "description": "Apa saja yang bisa saya bantu"},
        {"command": "status", "description": "Keluhan yang sedang ditangani"},
    ],
}


class ShopBot:
    """Polls a sandbox and answers, from `async with` to its end."""

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url}/bot{token}"
        self._session: aiohttp.ClientSession | None = None
        self._polling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        for language, commands in _COMMANDS.items():
            await self.call("setMyCommands", commands=commands, language_code=language)
        self._polling = asyncio.create_task(self._poll())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._polling is not None
        assert self._session is not None
        self._polling.cancel()
        (ended,) = await asyncio.gather(self._polling, return_exceptions=True)
        await self._session.close()
        if not isinstance(ended, asyncio.CancelledError):
            raise AssertionError("the bot of this test ended early") from ended

    async def call(self, method: str, **params: Any) -> Any:
        """Call a method and return its result; it must succeed."""
        assert self._session is not None
        async with self._session.post(f"{self._base}/{method}", json=params) as response:
            answer: Json = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def _poll(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=_LONG_POLL_S):
                offset = update["update_id"] + 1
                await self._answer(update)

    async def _answer(self, update: Json) -> None:
        if "message" in update:
            await self._answer_message(update["message"])
        elif "callback_query" in update:
            query = update["callback_query"]
            words = _ANSWERS[_language(query["from"])]
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text=words["pressed"])

    async def _answer_message(self, message: Json) -> None:
        words, said = _ANSWERS[_language(message["from"])], _said(message)
        template = words.get(said) or words[next((kind for kind in words if kind in message), "other")]
        text = template.format(name=message["from"]["first_name"], said=said)
        markup: Json = {"inline_keyboard": [[{"text": words["button"], "callback_data": "status"}]]}
        if said == "/start":
            markup = {"keyboard": [[{"text": words["share"], "request_contact": True}]], "resize_keyboard": True}
        await self.call("sendMessage", chat_id=message["chat"]["id"], text=text, parse_mode="HTML", reply_markup=markup)


def _language(user: Json) -> str:
    return "id" if user.get("language_code") == "id" else "en"


def _said(message: Json) -> str:
    if "contact" in message:
        return str(message["contact"]["phone_number"])
    return str(message.get("text", "")).replace("&", "&amp;").replace("<", "&lt;")
