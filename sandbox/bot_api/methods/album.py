"""sendMediaGroup."""

from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.contents import caption_content, sent_media
from sandbox.bot_api.methods.sending import sent
from sandbox.bot_api.places import writable_chat
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.world import World
from sandbox.world.shapes import message_shape

FEWEST, MOST = 2, 10
_DECLARED = ("width", "height", "duration")
_ALONE = ({"document"}, {"audio"})


def _messages(params: Json) -> int:
    return max(1, len(params["media"]))


@method("sendMediaGroup", counts=_messages)
def send_media_group(call: Call) -> list[Json]:
    """Send two to ten pictures and videos, or documents, or audio, as one."""
    media = call.params["media"]
    if not FEWEST <= len(media) <= MOST:
        raise bad_request(
            "group send failed: an album consists of 2-10 items" if media else "there is no media in the request"
        )
    kinds = {item["type"] for item in media}
    if len(kinds) > 1 and any(alone <= kinds for alone in _ALONE):
        raise bad_request("can't use the media of the specified type in the album")
    writable_chat(call.world, call.params["chat_id"])
    contents = [_content(call, item) for item in media]
    group_id = new_album_id(call.world)
    return [message_shape(call.world, sent(call, content, media_group_id=group_id)) for content in contents]


def new_album_id(world: World) -> str:
    """Return what the messages of one album share."""
    return str(world.random.randrange(10**16, 10**17))


def _content(call: Call, item: Json) -> Json:
    declared = {name: item[name] for name in _DECLARED if name in item}
    return sent_media(call, item["type"], item["media"], declared) | caption_content(item)
