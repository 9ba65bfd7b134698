"""Chats and messages, as one person sees and changes them."""

from aiohttp import web

from sandbox.acting.places import chat_of, person
from sandbox.acting.pressing import press, press_reply_button, react
from sandbox.acting.writing import rewrite, start, take_back, write
from sandbox.control.requests import answer, draft_of, fields_of, number, query_number, world_of
from sandbox.encoding import Json
from sandbox.errors import PersonRefused
from sandbox.world import Chat, Message, World
from sandbox.world.shapes import bot_shape
from sandbox.world.views import message_view

routes = web.RouteTableDef()
_CHAT = "/sandbox/users/{user}/chats/{chat}"
_MESSAGE = _CHAT + "/messages/{message}"


def _chat_view(world: World, chat: Chat, user_id: int) -> Json:
    last = chat.messages[max(chat.messages)] if chat.messages else None
    return {
        "id": chat.id,
        "type": str(chat.type),
        "title": bot_shape(world)["first_name"] if chat.is_private else chat.title,
        "started": chat.started,
        "blocked": chat.blocked,
        "is_forum": chat.is_forum,
        "last_message": message_view(world, last, user_id) if last else None,
        "reply_keyboard": chat.reply_keyboard,
        "placeholder": chat.placeholder,
        "migrated_to": chat.migrated_to,
        "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()],
    }


def _views(world: World, messages: list[Message], user_id: int) -> Json:
    return {"messages": [message_view(world, message, user_id) for message in messages]}


@routes.get("/sandbox/users/{user}/chats")
async def list_chats(request: web.Request) -> web.Response:
    """List a person's chats, the one with the bot first."""
    world = world_of(request)
    user_id = person(world, number(request, "user")).id
    groups = [c for c in world.chats.values() if not c.is_private and user_id in c.members and c.members[user_id].is_in]
    return answer({"chats": [_chat_view(world, chat, user_id) for chat in [world.chats[user_id], *groups]]})


@routes.get(_CHAT)
async def show_chat(request: web.Request) -> web.Response:
    """Show one chat."""
    world, user_id = world_of(request), number(request, "user")
    return answer(_chat_view(world, chat_of(world, user_id, number(request, "chat")), user_id))


@routes.get(_CHAT + "/messages")
async def list_messages(request: web.Request) -> web.Response:
    """List a chat's messages, oldest first."""
    world, user_id = world_of(request), number(request, "user")
    chat = chat_of(world, user_id, number(request, "chat"))
    after, limit, topic = (query_number(request, name) for name in ("after", "limit", "topic"))
    found = [
        message
        for message in chat.messages.values()
        if message.id > (after or 0) and (topic is None or message.thread_id == topic)
    ]
    return answer(_views(world, found[-limit:] if limit else found, user_id))


@routes.post(_CHAT + "/messages")
async def send(request: web.Request) -> web.Response:
    """Send something."""
    world, user_id, chat_id = world_of(request), number(request, "user"), number(request, "chat")
    return answer(_views(world, write(world, user_id, chat_id, await draft_of(request)), user_id))


@routes.post(_CHAT + "/start")
async def press_start(request: web.Request) -> web.Response:
    """Press START in the chat with the bot."""
    world, user_id = world_of(request), number(request, "user")
    if number(request, "chat") != person(world, user_id).id:
        raise PersonRefused("START is in the chat with the bot")
    payload = (await fields_of(request)).get("payload")
    return answer(_views(world, start(world, user_id, payload), user_id))


@routes.post(_CHAT + "/keyboard")
async def press_keyboard(request: web.Request) -> web.Response:
    """Press a button under the text field."""
    world, user_id, chat_id = world_of(request), number(request, "user"), number(request, "chat")
    return answer(_views(world, press_reply_button(world, user_id, chat_id, await fields_of(request)), user_id))


@routes.patch(_MESSAGE)
async def change(request: web.Request) -> web.Response:
    """Edit one's own message."""
    world, user_id = world_of(request), number(request, "user")
    changes = await fields_of(request)
    message = rewrite(world, user_id, number(request, "chat"), number(request, "message"), changes)
    return answer(_views(world, [message], user_id))


@routes.delete(_MESSAGE)
async def remove(request: web.Request) -> web.Response:
    """Delete a message."""
    take_back(world_of(request), number(request, "user"), number(request, "chat"), number(request, "message"))
    return answer({})


@routes.put(_MESSAGE + "/reactions")
async def set_reactions(request: web.Request) -> web.Response:
    """React."""
    emoji = [str(e) for e in (await fields_of(request)).get("emoji", [])]
    react(world_of(request), number(request, "user"), number(request, "chat"), number(request, "message"), emoji)
    return answer({})


@routes.post(_MESSAGE + "/press")
async def press_button(request: web.Request) -> web.Response:
    """Press an inline button."""
    which = await fields_of(request)
    query_id = press(
        world_of(request), number(request, "user"), number(request, "chat"), number(request, "message"), which
    )
    return answer({"callback_query_id": query_id})


@routes.get("/sandbox/files/{id}")
async def show_file(request: web.Request) -> web.StreamResponse:
    """Serve a file to a page, whole or in part."""
    file = world_of(request).files.by_unique_id.get(request.match_info["id"])
    if file is None or not file.can_be_downloaded:
        raise PersonRefused("there is no such file to see", 404)
    content = file.read()
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    mime_type = "image/png" if content.startswith(b"\x89PNG") else file.mime_type
    if mime_type.split(";")[0] in {"text/html", "image/svg+xml", "application/xhtml+xml"}:
        mime_type = "application/octet-stream"
    wanted = request.http_range
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=content, headers=headers | {"Content-Type": mime_type})
    start_at, stop, _ = wanted.indices(len(content))
    headers |= {"Content-Type": mime_type, "Content-Range": f"bytes {start_at}-{stop - 1}/{len(content)}"}
    return web.Response(status=206, body=content[start_at:stop], headers=headers)
