"""aiogram and python-telegram-bot work against the sandbox as they are: only the address is another."""

import asyncio
from typing import Any

import aiogram
import pytest
import telegram as ptb
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from sandbox import RunningSandbox
from sandbox.simulator import Person, Simulator
from tests.sandbox.conftest import Bot


@pytest.fixture
def receiving(sandbox: RunningSandbox) -> aiogram.Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    return aiogram.Bot(sandbox.state.options.bot.token, session=session)


@pytest.fixture
def sending(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> "ExtBot[None]":
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise the library warns of its own future
    return delivering(sandbox, sandbox.state.options.bot.token)


def delivering(sandbox: RunningSandbox, token: str) -> "ExtBot[None]":
    request = HTTPXRequest(read_timeout=0.5, httpx_kwargs={"trust_env": False})
    return ExtBot(token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot", request=request)


async def test_an_aiogram_dispatcher_polls_handles_and_answers(receiving: aiogram.Bot, siti: Person) -> None:
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message()
    async def echo(message: aiogram.types.Message) -> None:
        markup = aiogram.types.InlineKeyboardMarkup(
            inline_keyboard=[[aiogram.types.InlineKeyboardButton(text="Ya", callback_data="ya")]]
        )
        await message.reply(f"Gema: {message.text}", reply_markup=markup)

    @dispatcher.callback_query()
    async def answer(query: aiogram.types.CallbackQuery) -> None:
        await query.answer("Sudah")

    polling = asyncio.create_task(dispatcher.start_polling(receiving, handle_signals=False, polling_timeout=5))
    await siti.says("halo")
    await siti.sees("Gema: halo")
    await siti.presses("Ya")
    assert await siti.hears() == "Sudah"

    await dispatcher.stop_polling()
    await polling


async def test_every_update_is_one_that_aiogram_parses(telegram: Simulator, siti: Person, bot: Bot) -> None:
    await bot.updates(allowed_updates=list(Update.model_fields)[1:])
    await everything_happens(telegram, siti, bot)

    raw = await bot.updates()
    parsed = [Update.model_validate(update) for update in raw]

    kinds = {update.event_type for update in parsed}
    assert kinds >= {
        "message",
        "edited_message",
        "callback_query",
        "message_reaction",
        "my_chat_member",
        "chat_member",
        "channel_post",
    }
    known = ptb.Bot(bot.token)
    assert all(ptb.Update.de_json(update, known).effective_chat for update in raw)


async def everything_happens(telegram: Simulator, siti: Person, bot: Bot) -> None:
    """Let people do all that they can."""
    said = await siti.says("halo")
    await siti.says("ya", reply_to=said.id, quote="halo")
    await siti.edits(said, "halo, kak")
    await siti.reacts(said, "👍")
    for kind in (
        "photo",
        "voice",
        "video_note",
        "video",
        "audio",
        "animation",
        "document",
        "sticker",
        "location",
        "contact",
    ):
        await siti.sends(kind, **({"latitude": 1.0, "longitude": 2.0} if kind == "location" else {}))
    await siti.sends_album(2)
    await siti.forwards(said)
    await siti.says("katanya", forward={"name": "Suami"})
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "1"}]]}
    await bot.call("sendMessage", chat_id=siti.user_id, text="?", reply_markup=keyboard)
    await siti.presses("Ya")
    await siti.blocks()
    await siti.unblocks()
    budi = await telegram.user("Budi Demo")
    group = await telegram.group("Tim", siti)
    await group.adds_bot(administrator=True)
    await group.adds(budi.user_id, "administrator")
    await group.migrates()
    forum = await telegram.group("Forum", siti, forum=True)
    await forum.adds_bot(administrator=True)
    topic = await bot.call("createForumTopic", chat_id=forum.chat_id, name="Siti")
    await siti.in_chat(forum).says("di topik", topic=topic["message_thread_id"])
    channel = await telegram.group("Kabar", siti, chat_type="channel")
    await channel.adds_bot()
    post = await siti.in_chat(channel).says("promo")
    await siti.in_chat(channel).edits(post, "promo lagi")


async def test_aiogram_reads_what_the_bot_can_ask(receiving: aiogram.Bot, telegram: Simulator, siti: Person) -> None:
    group = await telegram.group("Tim", siti, chat_type="supergroup")
    await group.adds_bot(administrator=True)

    assert (await receiving.me()).username == "ingat_demo_bot"
    assert (await receiving.get_chat(siti.user_id)).birthdate is not None
    administrators = await receiving.get_chat_administrators(group.chat_id)
    assert {member.status for member in administrators} == {"creator", "administrator"}
    assert (await receiving.get_webhook_info()).pending_update_count > 0
    photo = (await siti.sends_photo(b"\xff\xd8 isi")).raw["photo"][-1]
    downloaded = await receiving.download(photo["file_id"])
    assert downloaded is not None
    assert downloaded.read() == b"\xff\xd8 isi"
    await receiving.session.close()


async def test_an_ext_bot_sends_all_that_a_desk_sends(sending: "ExtBot[None]", siti: Person) -> None:
    to = siti.user_id
    async with sending:
        buttons = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Ya", callback_data="1")]])
        sent = await sending.send_message(to, "<b>Halo</b>", parse_mode="HTML", reply_markup=buttons)
        await sending.edit_message_text("Halo lagi", chat_id=to, message_id=sent.message_id)
        await sending.send_photo(to, b"\xff\xd8 foto", caption="foto")
        await sending.send_document(to, b"%PDF", filename="struk.pdf")
        await sending.send_voice(to, b"OggS")
        await sending.send_media_group(to, [ptb.InputMediaPhoto(b"\xff\xd8 1"), ptb.InputMediaPhoto(b"\xff\xd8 2")])
        await sending.send_location(to, latitude=-6.2, longitude=106.8)
        await sending.send_contact(to, phone_number="+628", first_name="Toko")
        reply = ptb.ReplyParameters(sent.message_id, quote="lagi")
        await sending.send_message(to, "kutipan", reply_parameters=reply)
        ask = ptb.ReplyKeyboardMarkup([[ptb.KeyboardButton("Bagikan", request_contact=True)]], resize_keyboard=True)
        await sending.send_message(to, "nomor?", reply_markup=ask)
        await sending.send_message(to, "baik", reply_markup=ptb.ReplyKeyboardRemove())
        await sending.set_message_reaction(to, sent.message_id, "👍")
        await sending.send_chat_action(to, "typing")
        await sending.copy_message(to, to, sent.message_id)
        await sending.set_my_commands(
            [("help", "Bantuan")], scope=ptb.BotCommandScopeAllPrivateChats(), language_code="id"
        )
        await sending.set_chat_menu_button(menu_button=ptb.MenuButtonCommands())
        await sending.delete_message(to, sent.message_id)

    kinds = [message.kind for message in await siti.history()][1:]
    assert kinds == ["photo", "document", "voice", "photo", "photo", "location", "contact", *["text"] * 4]


async def test_an_ext_bot_runs_a_staff_group(sending: "ExtBot[None]", telegram: Simulator, siti: Person) -> None:
    forum = await telegram.group("Tim", siti, forum=True)
    await forum.adds_bot(administrator=True)
    async with sending:
        topic = (await sending.create_forum_topic(forum.chat_id, "Siti")).message_thread_id
        sent = await sending.send_message(forum.chat_id, "K-1", message_thread_id=topic)
        await sending.pin_chat_message(forum.chat_id, sent.message_id)
        await sending.edit_forum_topic(forum.chat_id, topic, name="Siti Demo")
        await sending.close_forum_topic(forum.chat_id, topic)
        await sending.delete_forum_topic(forum.chat_id, topic)
        with pytest.raises(BadRequest, match="Message thread not found"):
            await sending.send_message(forum.chat_id, "K-1", message_thread_id=topic)


async def test_refusals_are_the_errors_that_the_library_knows(
    sandbox: RunningSandbox, sending: "ExtBot[None]", telegram: Simulator, siti: Person
) -> None:
    group = await telegram.group("Tim", siti)
    await group.adds_bot()
    old = group.chat_id
    new = await group.migrates()
    async with sending:
        with pytest.raises(ChatMigrated) as moved:
            await sending.send_message(old, "halo")
        await siti.blocks()
        with pytest.raises(Forbidden, match="blocked by the user"):
            await sending.send_message(siti.user_id, "halo")
        await telegram.faults.too_many_requests(retry_after=7, times=1)
        with pytest.raises(RetryAfter) as limited:
            await sending.send_message(siti.user_id, "halo")
        await telegram.faults.no_answer(times=1)
        with pytest.raises(TimedOut):
            await sending.send_message(siti.user_id, "halo")
    assert moved.value.new_chat_id == new
    assert seconds(limited.value) == 7
    with pytest.raises(InvalidToken):
        async with delivering(sandbox, "42:wrong"):
            pytest.fail("a wrong token was taken")


def seconds(error: RetryAfter) -> float:
    told: Any = error.retry_after
    return float(told if isinstance(told, int) else told.total_seconds())
