"""Groups, supergroups and channels, as their people run them."""

from aiohttp import web

from sandbox.acting.membership import bot_member, change_bot, change_person, create_group, migrate
from sandbox.acting.places import group, person
from sandbox.control.requests import answer, fields_of, number, world_of
from sandbox.encoding import Json
from sandbox.errors import PersonRefused
from sandbox.world import Chat, Member, World
from sandbox.world.chats import ChatType
from sandbox.world.posting import remove_topic

routes = web.RouteTableDef()
_GROUP = "/sandbox/groups/{chat}"


def _group_view(world: World, chat: Chat) -> Json:
    bot = chat.members.get(world.bot_id)
    return {
        "id": chat.id,
        "type": str(chat.type),
        "title": chat.title,
        "is_forum": chat.is_forum,
        "members": [i for i, member in chat.members.items() if member.is_in and i != world.bot_id],
        "bot": bot.status if bot else "left",
        "migrated_to": chat.migrated_to,
        "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()],
    }


@routes.get("/sandbox/groups")
async def list_groups(request: web.Request) -> web.Response:
    """List all groups and channels."""
    world = world_of(request)
    return answer({"groups": [_group_view(world, chat) for chat in world.chats.values() if not chat.is_private]})


@routes.post("/sandbox/groups")
async def open_group(request: web.Request) -> web.Response:
    """Open a group of people."""
    world, fields = world_of(request), await fields_of(request)
    members = [person(world, int(i)).id for i in fields.get("members", [])]
    creator = person(world, int(fields["creator"])).id
    chat_type, forum = ChatType(fields.get("type", "group")), bool(fields.get("forum"))
    if forum and chat_type is not ChatType.SUPERGROUP:
        raise PersonRefused("only a supergroup can be a forum")
    return answer(
        _group_view(world, create_group(world, chat_type, str(fields["title"]), creator, members, forum=forum))
    )


@routes.post(_GROUP + "/bot")
async def add_bot(request: web.Request) -> web.Response:
    """Add the bot, or change its rights."""
    world, fields = world_of(request), await fields_of(request)
    chat = group(world, number(request, "chat"))
    by = person(world, int(fields["by"])).id
    administrator = bool(fields.get("administrator", chat.type is ChatType.CHANNEL))
    change_bot(world, chat, bot_member(administrator=administrator, rights=fields.get("rights", {})), by)
    return answer(_group_view(world, chat))


@routes.delete(_GROUP + "/bot")
async def remove_bot(request: web.Request) -> web.Response:
    """Remove the bot."""
    world, fields = world_of(request), await fields_of(request)
    chat = group(world, number(request, "chat"))
    change_bot(world, chat, Member("kicked"), person(world, int(fields["by"])).id)
    return answer(_group_view(world, chat))


@routes.post(_GROUP + "/members")
async def add_member(request: web.Request) -> web.Response:
    """Add or promote a person."""
    world, fields = world_of(request), await fields_of(request)
    chat = group(world, number(request, "chat"))
    user = person(world, int(fields["user"]))
    status = str(fields.get("status", "member"))
    if status not in {"member", "administrator"}:
        raise PersonRefused(f"nobody can be made a {status!r}")
    change_person(world, chat, user.id, Member(status))
    return answer(_group_view(world, chat))


@routes.delete(_GROUP + "/members/{user}")
async def remove_member(request: web.Request) -> web.Response:
    """Let a person go."""
    world = world_of(request)
    chat = group(world, number(request, "chat"))
    change_person(world, chat, person(world, number(request, "user")).id, Member("left"))
    return answer(_group_view(world, chat))


@routes.post(_GROUP + "/migrate")
async def upgrade(request: web.Request) -> web.Response:
    """Turn a basic group into a supergroup."""
    world = world_of(request)
    return answer(_group_view(world, migrate(world, group(world, number(request, "chat")))))


@routes.delete(_GROUP + "/topics/{topic}")
async def delete_topic(request: web.Request) -> web.Response:
    """Delete a topic behind the bot's back."""
    world = world_of(request)
    chat, topic = group(world, number(request, "chat")), number(request, "topic")
    if topic not in chat.topics:
        raise PersonRefused(f"there is no topic {topic}", 404)
    remove_topic(world, chat, topic)
    return answer({})
