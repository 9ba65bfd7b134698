"""What a bot sends and gets besides text: files, albums, copies, its own presentation."""

import json

import aiohttp
import pytest

from sandbox.simulator import Person, Simulator
from tests.sandbox.conftest import Bot

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x02\x00\x00\x00\x12\x16\xf1M"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


async def post(bot: Bot, method: str, files: dict[str, bytes], **fields: object) -> dict[str, object]:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.png", content_type="image/png")
    async with bot.session.post(f"{bot.url}/bot{bot.token}/{method}", data=form) as response:
        answer: dict[str, object] = await response.json()
    return answer


async def test_a_picture_that_a_person_sends_can_be_downloaded(siti: Person, bot: Bot) -> None:
    await siti.sends_photo(PIXEL, caption="rusak")
    photo = (await bot.updates())[-1]["message"]["photo"][-1]

    file = await bot.call("getFile", file_id=photo["file_id"])
    async with bot.session.get(f"{bot.url}/file/bot{bot.token}/{file['file_path']}") as response:
        content = await response.read()

    assert content == PIXEL
    assert (photo["width"], photo["height"], file["file_size"]) == (2, 3, len(PIXEL))


async def test_over_20_mb_there_is_only_the_metadata(siti: Person, bot: Bot) -> None:
    seen = await siti.sends_document(file_name="video.zip", mime_type="application/zip", size=20 * 1024 * 1024 + 1)
    document = (await bot.updates())[-1]["message"]["document"]

    assert document["file_size"] == 20 * 1024 * 1024 + 1
    assert await bot.refused("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"
    assert seen.raw["view"]["file"]["url"] is None
    unknown = await bot.refused("getFile", file_id="unknown")
    assert unknown == "Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_an_uploaded_picture_is_seen_by_the_person(siti: Person, bot: Bot) -> None:
    answer = await post(
        bot, "sendPhoto", {"photo": PIXEL}, chat_id=siti.user_id, caption="<i>ini</i>", parse_mode="HTML"
    )
    assert answer["ok"], answer

    seen = await siti.sees("ini", where=lambda message: message.kind == "photo")

    async with bot.session.get(bot.url + seen.raw["view"]["file"]["url"]) as response:
        assert (await response.read(), response.content_type) == (PIXEL, "image/png")
    assert seen.html == "<i>ini</i>"


async def test_a_part_of_a_file_can_be_asked_for(siti: Person, bot: Bot) -> None:
    sent = await siti.sends_voice(b"0123456789")
    url = bot.url + sent.raw["view"]["file"]["url"]

    async with bot.session.get(url, headers={"Range": "bytes=2-4"}) as response:
        assert (response.status, await response.read()) == (206, b"234")
        assert response.headers["Content-Range"] == "bytes 2-4/10"


async def test_an_album_of_the_bot_is_one_group(siti: Person, bot: Bot) -> None:
    media = [
        {"type": "photo", "media": "attach://satu", "caption": "dua foto"},
        {"type": "photo", "media": "attach://dua"},
    ]

    answer = await post(bot, "sendMediaGroup", {"satu": PIXEL, "dua": PIXEL}, chat_id=siti.user_id, media=media)

    assert answer["ok"], answer
    first = await siti.sees("dua foto")
    second = await siti.sees()
    assert first.raw["media_group_id"] == second.raw["media_group_id"]


async def test_an_album_has_two_to_ten_items_that_go_together(siti: Person, bot: Bot) -> None:
    photo = (await siti.sends_photo()).raw["photo"][-1]["file_id"]
    document = (await siti.sends_document(b"%PDF")).raw["document"]["file_id"]
    one, other = {"type": "photo", "media": photo}, {"type": "document", "media": document}

    async def refusal(*media: dict[str, str]) -> str:
        return await bot.refused("sendMediaGroup", chat_id=siti.user_id, media=list(media))

    assert "2-10 items" in await refusal(one)
    assert "2-10 items" in await refusal(*[one] * 11)
    assert await refusal(one, other) == "Bad Request: can't use the media of the specified type in the album"


async def test_copies_hide_where_they_are_from_and_forwards_say_it(siti: Person, telegram: Simulator, bot: Bot) -> None:
    budi = await telegram.user("Budi Demo")
    await budi.starts()
    said = await siti.says("pesanan 4411 rusak")
    source = {"chat_id": budi.user_id, "from_chat_id": siti.user_id, "message_id": said.id}

    copied = await bot.call("copyMessage", **source)
    forwarded = await bot.call("forwardMessage", **source)

    assert "forward_origin" not in (await budi.sees("4411")).raw
    assert forwarded["forward_origin"]["sender_user"]["id"] == siti.user_id
    assert (await budi.sees("4411")).raw["view"]["forwarded_from"] == "Siti Demo"
    assert list(copied) == ["message_id"]
    missing = await bot.refused("copyMessage", **source | {"message_id": 99})
    assert missing == "Bad Request: message to copy not found"
    many = {"chat_id": budi.user_id, "from_chat_id": siti.user_id, "message_ids": [said.id, 99]}
    assert len(await bot.call("copyMessages", **many)) == 1


async def test_a_quote_of_the_bot_is_shown_above_its_reply(siti: Person, bot: Bot) -> None:
    said = await siti.says("pesanan 4411 rusak")
    reply = {"message_id": said.id, "quote": "4411"}

    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="Yang ini?", reply_parameters=reply)

    assert sent["quote"] == {"text": "4411", "position": 8}
    assert (await siti.sees()).raw["view"]["reply"] == {"message_id": said.id, "sender": "Siti Demo", "html": "4411"}


async def test_a_person_shows_a_birthdate_or_none(siti: Person, telegram: Simulator, bot: Bot) -> None:
    budi = await telegram.user("Budi Demo")
    await budi.starts()

    assert (await bot.call("getChat", chat_id=siti.user_id))["birthdate"] == {"day": 14, "month": 4, "year": 1991}
    assert "birthdate" not in await bot.call("getChat", chat_id=budi.user_id)


async def test_the_menu_is_in_the_persons_language(bot: Bot) -> None:
    private = {"type": "all_private_chats"}
    menus = {"": "help", "id": "bantuan"}
    for language, command in menus.items():
        commands = [{"command": command, "description": command}]
        await bot.call("setMyCommands", commands=commands, scope=private, language_code=language)
    await bot.call("setMyDescription", description="Halo", language_code="id")
    await bot.call("setMyName", name="Kopi Demo")

    shown = {}
    for language in ("id", "en"):
        async with bot.session.get(f"{bot.url}/sandbox/bot", params={"language": language}) as response:
            shown[language] = await response.json()

    assert [shown[language]["commands"][0]["command"] for language in ("id", "en")] == ["bantuan", "help"]
    assert (shown["id"]["description"], shown["en"]["description"]) == ("Halo", "")
    assert shown["en"]["name"] == "Kopi Demo"
    assert await bot.call("getMyCommands", scope=private, language_code="id") == [
        {"command": "bantuan", "description": "bantuan"}
    ]
    await bot.call("deleteMyCommands", scope=private, language_code="id")
    assert await bot.call("getMyCommands", scope=private, language_code="id") == []


@pytest.mark.parametrize(
    ("command", "description", "words"),
    [("Bantuan!", "x", "BOT_COMMAND_INVALID"), ("help", "", "BOT_COMMAND_DESCRIPTION_INVALID")],
)
async def test_a_command_that_telegram_would_not_take(bot: Bot, command: str, description: str, words: str) -> None:
    commands = [{"command": command, "description": description}]
    assert await bot.refused("setMyCommands", commands=commands) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>tebal <i>miring</i></b>", "<b>tebal <i>miring</i></b>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ('<a href="https://a.id/?x=1&amp;y=2">ini</a>', "ini</a>"),
        ('<a href="javascript:alert(1)">ini</a>', "ini"),
        ('<pre><code class="language-py">x</code></pre>', "<pre>x</pre>"),
        ('<span class="tg-spoiler">r</span>', '<span class="spoiler">r</span>'),
        ("😀 <u>garis</u>", "😀 <u>garis</u>"),
    ],
)
async def test_markup_is_shown_and_nothing_else_is_markup(siti: Person, bot: Bot, html: str, shown: str) -> None:
    await bot.call("sendMessage", chat_id=siti.user_id, text=html, parse_mode="HTML")

    seen = (await siti.sees()).html

    assert seen.endswith(shown)
    assert "javascript" not in seen


async def test_links_and_commands_are_found_without_being_marked(siti: Person, bot: Bot) -> None:
    await siti.says("😀 /start https://kopi.example/a?b=1. halo@kopi.example #promo @budi_demo")

    message = (await bot.updates())[-1]["message"]

    kinds = [entity["type"] for entity in message["entities"]]
    assert kinds == ["bot_command", "url", "email", "hashtag", "mention"]
    assert message["entities"][0] == {"type": "bot_command", "offset": 3, "length": 6}
