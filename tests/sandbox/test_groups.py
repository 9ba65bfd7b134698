"""Groups, supergroups with topics, channels: who sees what and what a bot may do."""

from typing import Any

import pytest

from sandbox.simulator import Person, SimulatedGroup, Simulator
from tests.sandbox.conftest import Bot


@pytest.fixture
async def sari(telegram: Simulator) -> Person:
    return await telegram.user("Sari Demo")


@pytest.fixture
async def forum(telegram: Simulator, sari: Person) -> SimulatedGroup:
    group = await telegram.group("Tim CS", sari, forum=True)
    await group.adds_bot(administrator=True)
    return group


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    return [next(name for name in update if name != "update_id") for update in updates]


async def test_the_bot_hears_that_it_is_added_and_removed(telegram: Simulator, sari: Person, bot: Bot) -> None:
    group = await telegram.group("Keluarga", sari)
    await group.adds_bot()
    await group.removes_bot()

    changes = [u["my_chat_member"] for u in await bot.updates() if "my_chat_member" in u]

    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("left", "member"), ("member", "kicked")]
    words = await bot.refused("sendMessage", chat_id=group.chat_id, text="halo")
    assert words == "Forbidden: bot was kicked from the group chat"


async def test_a_bot_that_leaves_is_no_member_any_more(telegram: Simulator, sari: Person, bot: Bot) -> None:
    group = await telegram.group("Keluarga", sari, chat_type="supergroup")
    await group.adds_bot()
    await bot.call("leaveChat", chat_id=group.chat_id)

    words = await bot.refused("sendMessage", chat_id=group.chat_id, text="halo")

    assert words == "Forbidden: bot is not a member of the supergroup chat"


async def test_privacy_mode_keeps_the_talk_of_others_from_the_bot(telegram: Simulator, sari: Person, bot: Bot) -> None:
    group = await telegram.group("Keluarga", sari)
    await group.adds_bot()
    there = sari.in_chat(group)
    own = await bot.call("sendMessage", chat_id=group.chat_id, text="Halo semua")

    for text in ("antar kita saja", "/help", "halo @ingat_demo_bot"):
        await there.says(text)
    await there.says("jawaban", reply_to=own["message_id"])
    heard = [u["message"]["text"] for u in await bot.updates() if "text" in u.get("message", {})]
    assert heard == ["/help", "halo @ingat_demo_bot", "jawaban"]

    await group.adds_bot(administrator=True)
    await there.says("sekarang kedengaran")

    assert (await bot.updates())[-1]["message"]["text"] == "sekarang kedengaran"


async def test_private_chats_and_basic_groups_share_one_counter_and_supergroups_have_their_own(
    telegram: Simulator, sari: Person, siti: Person, bot: Bot, forum: SimulatedGroup
) -> None:
    group = await telegram.group("Keluarga", sari)
    await group.adds_bot()

    in_group = await bot.call("sendMessage", chat_id=group.chat_id, text="a")
    in_private = await bot.call("sendMessage", chat_id=siti.user_id, text="b")
    in_forum = await bot.call("sendMessage", chat_id=forum.chat_id, text="c")

    assert in_private["message_id"] == in_group["message_id"] + 1
    assert in_forum["message_id"] == 2  # after the message that the bot was added


async def test_a_migrated_group_says_where_it_went(telegram: Simulator, sari: Person, bot: Bot) -> None:
    group = await telegram.group("Tim CS", sari)
    await group.adds_bot(administrator=True)
    old = group.chat_id
    new = await group.migrates()

    answer = await bot.try_call("sendMessage", chat_id=old, text="halo")

    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new}
    moves = [update["message"] for update in (await bot.updates())[-2:]]
    assert (moves[0]["migrate_to_chat_id"], moves[1]["migrate_from_chat_id"]) == (new, old)
    assert (await bot.call("sendMessage", chat_id=new, text="halo"))["chat"]["type"] == "supergroup"


async def test_a_topic_is_a_place_of_its_own(sari: Person, bot: Bot, forum: SimulatedGroup) -> None:
    topic = await bot.call("createForumTopic", chat_id=forum.chat_id, name="Siti Demo")
    thread = {"chat_id": forum.chat_id, "message_thread_id": topic["message_thread_id"]}

    sent = await bot.call("sendMessage", text="K-1042", **thread)
    await sari.in_chat(forum).says("saya ambil", topic=topic["message_thread_id"])

    heard = (await bot.updates())[-1]["message"]
    assert (sent["message_thread_id"], heard["message_thread_id"]) == (topic["message_thread_id"],) * 2
    assert heard["is_topic_message"]
    assert heard["reply_to_message"]["forum_topic_created"]["name"] == "Siti Demo"


async def test_topics_are_renamed_closed_and_opened_and_refuse_what_changes_nothing(
    sari: Person, bot: Bot, forum: SimulatedGroup
) -> None:
    topic = await bot.call("createForumTopic", chat_id=forum.chat_id, name="Siti")
    thread = {"chat_id": forum.chat_id, "message_thread_id": topic["message_thread_id"]}

    await bot.call("editForumTopic", name="Siti Demo", **thread)
    same = await bot.refused("editForumTopic", name="Siti Demo", **thread)
    await bot.call("closeForumTopic", **thread)
    again = await bot.refused("closeForumTopic", **thread)

    assert (same, again) == ("Bad Request: TOPIC_NOT_MODIFIED",) * 2
    assert await forum.topics() == [{"id": topic["message_thread_id"], "name": "Siti Demo", "closed": True}]
    await bot.call("reopenForumTopic", **thread)
    assert (await forum.topics())[0]["closed"] is False
    services = [message.raw["view"]["service"] for message in await sari.in_chat(forum).history()]
    assert services[-1] == "Demo Bot opened the topic again"


@pytest.mark.parametrize("by_the_bot", [True, False])
async def test_a_deleted_topic_is_gone(sari: Person, bot: Bot, forum: SimulatedGroup, by_the_bot: bool) -> None:
    topic = await bot.call("createForumTopic", chat_id=forum.chat_id, name="Siti")
    thread = {"chat_id": forum.chat_id, "message_thread_id": topic["message_thread_id"]}
    if by_the_bot:
        await bot.call("deleteForumTopic", **thread)
    else:
        await forum.deletes_topic(topic["message_thread_id"])

    assert await bot.refused("sendMessage", text="x", **thread) == "Bad Request: message thread not found"
    assert await bot.refused("editForumTopic", name="y", **thread) == "Bad Request: TOPIC_ID_INVALID"


async def test_a_bot_without_rights_manages_nothing(telegram: Simulator, sari: Person, bot: Bot) -> None:
    group = await telegram.group("Tim CS", sari, forum=True)
    await group.adds_bot(administrator=True, rights={"can_manage_topics": False, "can_pin_messages": False})
    said = await sari.in_chat(group).says("halo")

    assert await bot.refused("createForumTopic", chat_id=group.chat_id, name="x") == (
        "Bad Request: not enough rights to create a topic"
    )
    assert await bot.refused("pinChatMessage", chat_id=group.chat_id, message_id=said.id) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )


@pytest.mark.parametrize(
    ("name", "words"), [(" ", "TOPIC_TITLE_EMPTY"), ("a" * 129, "TOPIC_TITLE_TOO_LONG"), ("a" * 128, None)]
)
async def test_a_topics_name_has_1_to_128_letters(
    bot: Bot, forum: SimulatedGroup, name: str, words: str | None
) -> None:
    answer = await bot.try_call("createForumTopic", chat_id=forum.chat_id, name=name)

    assert answer.get("description") == (words and f"Bad Request: {words}")


async def test_only_a_forum_has_topics(telegram: Simulator, sari: Person, bot: Bot) -> None:
    group = await telegram.group("Keluarga", sari, chat_type="supergroup")
    await group.adds_bot(administrator=True)

    words = await bot.refused("createForumTopic", chat_id=group.chat_id, name="x")

    assert words == "Bad Request: the chat is not a forum"


async def test_a_post_in_a_channel_is_a_channel_post(telegram: Simulator, sari: Person, bot: Bot) -> None:
    channel = await telegram.group("Kabar", sari, chat_type="channel")
    await channel.adds_bot(administrator=True)

    await sari.in_chat(channel).says("promo")

    update = (await bot.updates())[-1]
    assert kinds([update]) == ["channel_post"]
    assert "from" not in update["channel_post"]
    assert update["channel_post"]["sender_chat"]["title"] == "Kabar"


async def test_members_and_administrators(telegram: Simulator, sari: Person, siti: Person, bot: Bot) -> None:
    group = await telegram.group("Tim CS", sari, members=(siti,))
    await group.adds_bot(administrator=True)
    chat = {"chat_id": group.chat_id}

    leading = {member["user"]["id"] for member in await bot.call("getChatAdministrators", **chat)}

    assert leading == {sari.user_id, bot_id(bot)}
    assert (await bot.call("getChatMember", user_id=siti.user_id, **chat))["status"] == "member"
    assert (await bot.call("getChatMember", user_id=7_000_000_002, **chat))["status"] == "left"
    assert await bot.refused("getChatMember", user_id=5, **chat) == "Bad Request: user not found"
    assert await bot.refused("getChatAdministrators", chat_id=siti.user_id) == (
        "Bad Request: there are no administrators in the private chat"
    )


async def test_who_joins_and_leaves_is_told_to_a_bot_that_asked(telegram: Simulator, sari: Person, bot: Bot) -> None:
    await bot.updates(allowed_updates=["chat_member", "message"])
    budi = await telegram.user("Budi Demo")
    group = await telegram.group("Tim CS", sari)
    await group.adds_bot(administrator=True)

    await group.adds(budi.user_id)

    assert kinds(await bot.updates()) == ["message", "chat_member", "message"]


async def test_a_pin_is_seen_and_taken_off(sari: Person, bot: Bot, forum: SimulatedGroup) -> None:
    said = await sari.in_chat(forum).says("penting")
    chat = {"chat_id": forum.chat_id}
    await bot.call("pinChatMessage", message_id=said.id, **chat)
    assert (await bot.call("getChat", **chat))["pinned_message"]["text"] == "penting"

    await bot.call("unpinChatMessage", **chat)

    assert "pinned_message" not in await bot.call("getChat", **chat)
    assert await bot.refused("unpinChatMessage", **chat) == "Bad Request: message to unpin not found"


def bot_id(bot: Bot) -> int:
    return int(bot.token.split(":")[0])
