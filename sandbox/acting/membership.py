"""Who is where: blocking the bot, adding it to groups, migrating them."""

from sandbox.encoding import Json
from sandbox.errors import PersonRefused
from sandbox.world import Chat, Member, World
from sandbox.world.chats import ADMINISTRATOR_RIGHTS, ChatType
from sandbox.world.posting import post, publish_chat, queue_update
from sandbox.world.shapes import account_shape, chat_shape, member_shape


def set_blocked(world: World, user_id: int, *, blocked: bool) -> None:
    """Block the bot, or lift it. The bot hears of a change, if there was ever a conversation."""
    chat = world.chats[user_id]
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    old, new = (Member("member"), Member("kicked")) if blocked else (Member("kicked"), Member("member"))
    if chat.started:
        _tell_of_bot(world, chat, user_id, old, new)
    publish_chat(world, chat)


def deactivate(world: World, user_id: int) -> None:
    """Delete an account. Nobody tells the bot."""
    world.users[user_id].deactivated = True
    publish_chat(world, world.chats[user_id])


def create_group(
    world: World, chat_type: ChatType, title: str, creator: int, members: list[int], *, forum: bool
) -> Chat:
    """Open a group of people, without the bot."""
    chat = world.new_group(chat_type, title, is_forum=forum)
    chat.members = {creator: Member("creator"), **{i: Member("member") for i in members if i != creator}}
    publish_chat(world, chat)
    return chat


def change_bot(world: World, chat: Chat, member: Member, by: int) -> None:
    """Add the bot to a group, change its rights, or let it go."""
    before = chat.members.get(world.bot_id) or Member("left")
    chat.members[world.bot_id] = member
    _tell_of_bot(world, chat, by, before, member)
    if member.is_in and not before.is_in and chat.type is not ChatType.CHANNEL:
        post(world, chat, by, {"new_chat_members": [account_shape(world, world.bot_id)]})
    elif before.is_in and not member.is_in and chat.type is not ChatType.CHANNEL:
        post(world, chat, by, {"left_chat_member": account_shape(world, world.bot_id)})
    publish_chat(world, chat)


def bot_member(*, administrator: bool, rights: dict[str, bool]) -> Member:
    """Return how the bot stands in a group that it is added to."""
    known = {name: value for name, value in rights.items() if name in ADMINISTRATOR_RIGHTS}
    return Member("administrator", ADMINISTRATOR_RIGHTS | known) if administrator else Member("member")


def change_person(world: World, chat: Chat, user_id: int, member: Member) -> None:
    """Add a person to a group, promote them, or let them go."""
    before = chat.members.get(user_id) or Member("left")
    chat.members[user_id] = member
    if _bot_is_in(world, chat):
        change = _change(world, chat, user_id, user_id, before, member)
        queue_update(world, "chat_member", change, ("chat_member", chat.id))
    if member.is_in and not before.is_in:
        post(world, chat, user_id, {"new_chat_members": [account_shape(world, user_id)]})
    elif before.is_in and not member.is_in:
        post(world, chat, user_id, {"left_chat_member": account_shape(world, user_id)})
    publish_chat(world, chat)


def migrate(world: World, chat: Chat) -> Chat:
    """Turn a basic group into a supergroup, which has another id. The bot hears it in both."""
    if chat.type is not ChatType.GROUP or chat.migrated_to is not None:
        raise PersonRefused("only a basic group can be upgraded")
    new = world.new_group(ChatType.SUPERGROUP, chat.title)
    new.members = chat.members
    who = next(user_id for user_id, member in chat.members.items() if member.status == "creator")
    post(world, chat, who, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    post(world, new, who, {"migrate_from_chat_id": chat.id})
    publish_chat(world, new)
    return new


def _bot_is_in(world: World, chat: Chat) -> bool:
    member = chat.members.get(world.bot_id)
    return member is not None and member.is_in


def _tell_of_bot(world: World, chat: Chat, by: int, before: Member, after: Member) -> None:
    if by != world.bot_id or not chat.is_private:
        change = _change(world, chat, by, world.bot_id, before, after)
        queue_update(world, "my_chat_member", change, ("my_chat_member", chat.id))


def _change(world: World, chat: Chat, by: int, whom: int, before: Member, after: Member) -> Json:
    return {
        "chat": chat_shape(world, chat),
        "from": account_shape(world, by),
        "date": world.now,
        "old_chat_member": member_shape(world, whom, before),
        "new_chat_member": member_shape(world, whom, after),
    }
