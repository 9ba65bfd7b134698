"""People of the simulator: they send all that people send, and see what the bot answers."""

import pytest

from sandbox.simulator import NotSeen, Person, Refused, Simulator
from tests.sandbox.conftest import Bot


async def test_a_person_sees_what_the_bot_says_to_them_alone(telegram: Simulator, siti: Person, bot: Bot) -> None:
    budi = await telegram.user("Budi Demo")

    await bot.call("sendMessage", chat_id=siti.user_id, text="Halo, <b>Kak</b> Siti", parse_mode="HTML")

    seen = await siti.sees("Kak Siti")
    assert seen.html == "Halo, <b>Kak</b> Siti"
    await budi.sees_nothing(for_s=0.05)


async def test_what_was_seen_is_not_seen_again(siti: Person, bot: Bot) -> None:
    for text in ("satu", "dua", "tiga"):
        await bot.call("sendMessage", chat_id=siti.user_id, text=text)

    assert (await siti.sees("dua")).text == "dua"
    with pytest.raises(NotSeen, match="tiga"):
        await siti.sees("satu", within_s=0.05)


async def test_silence_is_broken_by_any_message(siti: Person, bot: Bot) -> None:
    await bot.call("sendMessage", chat_id=siti.user_id, text="halo")

    with pytest.raises(NotSeen, match="expected silence"):
        await siti.sees_nothing(for_s=0.2)


async def test_a_pressed_button_reaches_the_bot_and_its_answer_the_person(siti: Person, bot: Bot) -> None:
    keyboard = {
        "inline_keyboard": [[{"text": "Ya", "callback_data": "yes:1"}, {"text": "Tidak", "callback_data": "no"}]]
    }
    sent = await bot.call("sendMessage", chat_id=siti.user_id, text="Masih soal ini?", reply_markup=keyboard)

    await siti.presses("Ya")

    query = (await bot.updates())[-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("yes:1", sent["message_id"])
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Baik, Kak")
    assert await siti.hears() == "Baik, Kak"


async def test_a_button_that_is_not_there_is_named_with_those_that_are(siti: Person, bot: Bot) -> None:
    keyboard = {"keyboard": [[{"text": "Bagikan nomor", "request_contact": True}]]}
    await bot.call("sendMessage", chat_id=siti.user_id, text="Nomor HP?", reply_markup=keyboard)

    with pytest.raises(NotSeen, match="Bagikan nomor"):
        await siti.presses("Ya", within_s=0.05)


async def test_the_reply_keyboard_shares_the_persons_own_number(siti: Person, bot: Bot) -> None:
    keyboard = {"keyboard": [[{"text": "Bagikan nomor", "request_contact": True}]], "one_time_keyboard": True}
    await bot.call("sendMessage", chat_id=siti.user_id, text="Nomor HP?", reply_markup=keyboard)

    await siti.presses("Bagikan nomor")

    contact = (await bot.updates())[-1]["message"]["contact"]
    assert (contact["user_id"], contact["phone_number"]) == (siti.user_id, siti.phone_number)


async def test_everything_that_people_send_reaches_the_bot(siti: Person, bot: Bot) -> None:
    await siti.sends_photo(b"\xff\xd8\xff\xe0 not much of a picture", caption="rusak")
    await siti.sends_voice()
    await siti.sends_video_note()
    await siti.sends_sticker("😡")
    await siti.sends_document(file_name="besar.zip", size=25_000_000)
    await siti.sends_location()
    await siti.sends_contact("+6281299999999", "Orang Lain")
    await siti.sends("video")
    await siti.sends("audio")
    await siti.sends("animation")

    messages = [update["message"] for update in (await bot.updates())[1:]]

    kinds = [
        "photo",
        "voice",
        "video_note",
        "sticker",
        "document",
        "location",
        "contact",
        "video",
        "audio",
        "animation",
    ]
    assert [kind for kind, message in zip(kinds, messages, strict=True) if kind in message] == kinds
    assert "user_id" not in messages[6]["contact"]


async def test_an_album_is_several_messages_with_one_group_id(siti: Person, bot: Bot) -> None:
    await siti.sends_album(3, caption="tiga foto")

    messages = [update["message"] for update in (await bot.updates())[1:]]

    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["tiga foto", None, None]


async def test_a_reply_carries_the_message_and_the_quoted_part(siti: Person, bot: Bot) -> None:
    await bot.call("sendMessage", chat_id=siti.user_id, text="Pesanan 4411 😀 dikirim besok")
    told = await siti.sees("4411")

    await siti.says("yang ini?", reply_to=told.id, quote="dikirim besok")

    message = (await bot.updates())[-1]["message"]
    assert message["reply_to_message"]["message_id"] == told.id
    assert message["quote"] == {"text": "dikirim besok", "position": 16, "is_manual": True}


async def test_a_forward_says_who_wrote_it(telegram: Simulator, siti: Person, bot: Bot) -> None:
    own = await siti.says("asli")

    await siti.forwards(own)
    await siti.sends("contact", forward={"name": "Suami Siti"})

    origins = [update["message"]["forward_origin"] for update in (await bot.updates())[-2:]]
    assert origins[0]["sender_user"]["id"] == siti.user_id
    assert origins[1]["sender_user_name"] == "Suami Siti"


async def test_an_edit_and_a_reaction_reach_a_bot_that_asked_for_them(siti: Person, bot: Bot) -> None:
    await bot.updates(allowed_updates=["message", "edited_message", "message_reaction"])
    said = await siti.says("pesanan 4411")

    await siti.edits(said, "pesanan 4412")
    await siti.reacts(said, "👎")
    await siti.reacts(said)

    edited, disliked, undone = (await bot.updates())[-3:]
    assert edited["edited_message"]["text"] == "pesanan 4412"
    assert disliked["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]
    assert undone["message_reaction"]["new_reaction"] == []


async def test_who_has_blocked_the_bot_cannot_write_until_they_press_start(siti: Person, bot: Bot) -> None:
    await siti.blocks()
    with pytest.raises(Refused, match="blocked"):
        await siti.says("halo")

    await siti.starts("ref_1")

    kinds = [next(name for name in update if name != "update_id") for update in await bot.updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]
    assert (await bot.updates())[-1]["message"]["text"] == "/start ref_1"


async def test_a_person_can_edit_only_their_own_words(siti: Person, bot: Bot) -> None:
    await bot.call("sendMessage", chat_id=siti.user_id, text="dari bot")

    with pytest.raises(Refused, match="own"):
        await siti.edits(await siti.sees(), "bukan saya")


async def test_a_very_long_text_arrives_in_parts_that_telegram_could_carry(siti: Person, bot: Bot) -> None:
    await siti.says("😀" * 3000)

    texts = [update["message"]["text"] for update in (await bot.updates())[1:]]
    assert [len(text) for text in texts] == [2048, 952]
