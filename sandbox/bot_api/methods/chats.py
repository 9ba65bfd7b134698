"""Looking at chats and their members, and leaving them."""

from sandbox.acting.membership import change_bot
from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.places import known_chat
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.world.chats import Member
from sandbox.world.people import birthdate_shape
from sandbox.world.shapes import bot_shape, chat_shape, member_shape, message_shape


@method("getMe")
def get_me(call: Call) -> Json:
    """Say who the bot is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": call.world.options.bot.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return bot_shape(call.world) | abilities


@method("getChat")
def get_chat(call: Call) -> Json:
    """Tell more of a chat; of a person also the birthdate, if they show it."""
    world = call.world
    chat = known_chat(world, call.params["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    shape = chat_shape(world, chat) | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.is_private and (birthdate := world.users[chat.id].birthdate):
        shape["birthdate"] = birthdate_shape(birthdate)
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[0])):
        shape["pinned_message"] = message_shape(world, pinned, with_reply=False)
    return shape


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """Say how somebody stands in a chat."""
    world, user_id = call.world, call.params["user_id"]
    chat = known_chat(world, call.params["chat_id"])
    if user_id not in world.users and user_id != world.bot_id:
        raise bad_request("user not found")
    return member_shape(world, user_id, chat.members.get(user_id) or Member("left"))


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """List the people who run a group; bots are left out but for this one."""
    world = call.world
    chat = known_chat(world, call.params["chat_id"])
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    leading = {"creator", "administrator"}
    return [member_shape(world, i, m) for i, m in chat.members.items() if m.status in leading]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """Count who is in a chat."""
    chat = known_chat(call.world, call.params["chat_id"])
    return sum(member.is_in for member in chat.members.values()) + chat.is_private


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """Go."""
    chat = known_chat(call.world, call.params["chat_id"])
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    change_bot(call.world, chat, Member("left"), by=call.world.bot_id)
    return True
