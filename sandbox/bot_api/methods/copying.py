"""copyMessage(s), forwardMessage(s)."""

from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.contents import caption_content
from sandbox.bot_api.methods.album import new_album_id
from sandbox.bot_api.methods.sending import sent
from sandbox.bot_api.places import known_chat, message_in
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.world import Message
from sandbox.world.shapes import message_shape, origin_of

MOST_MESSAGES = 100


def _many(params: Json) -> int:
    return max(1, len(params["message_ids"]))


def _source(call: Call, message_id: int, verb: str) -> Message:
    chat = known_chat(call.world, call.params["from_chat_id"])
    message = message_in(chat, message_id, f"message to {verb} not found")
    if message.is_service:
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


@method("copyMessage", counts=1)
def copy_message(call: Call) -> Json:
    """Send the same again, without saying where it is from."""
    content = dict(_source(call, call.params["message_id"], "copy").content)
    if "caption" in call.params:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | caption_content(call.params)
    return {"message_id": sent(call, content).id}


@method("copyMessages", counts=_many)
def copy_messages(call: Call) -> list[Json]:
    """Copy those of the messages that are still there. What was an album stays one."""
    left_out = ("caption", "caption_entities") if call.get("remove_caption") else ()
    present = _present(call, "copy")
    albums = _new_albums(call, present)
    return [
        {"message_id": sent(call, content, media_group_id=albums.get(message.media_group_id)).id}
        for message in present
        if (content := {name: value for name, value in message.content.items() if name not in left_out})
    ]


@method("forwardMessage", counts=1)
def forward_message(call: Call) -> Json:
    """Send the same again, saying where it is from."""
    message = _source(call, call.params["message_id"], "forward")
    return message_shape(call.world, _forwarded(call, message))


@method("forwardMessages", counts=_many)
def forward_messages(call: Call) -> list[Json]:
    """Forward those of the messages that are still there. What was an album stays one."""
    present = _present(call, "forward")
    albums = _new_albums(call, present)
    return [{"message_id": _forwarded(call, message, albums.get(message.media_group_id)).id} for message in present]


def _new_albums(call: Call, messages: list[Message]) -> dict[str | None, str]:
    old = dict.fromkeys(message.media_group_id for message in messages if message.media_group_id)
    return {album: new_album_id(call.world) for album in old}


def _present(call: Call, verb: str) -> list[Message]:
    chat, ids = known_chat(call.world, call.params["from_chat_id"]), call.params["message_ids"]
    if not ids or len(ids) > MOST_MESSAGES:
        raise bad_request("too many message identifiers specified" if ids else "message identifiers are not specified")
    if ids != sorted(set(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    present = [m for i in ids if (m := chat.messages.get(i)) and not m.is_service]
    if not present:
        raise bad_request(f"messages to {verb} not found")
    return present


def _forwarded(call: Call, message: Message, album: str | None = None) -> Message:
    origin = origin_of(call.world, message)
    return sent(call, dict(message.content), forward_origin=origin, media_group_id=album)
