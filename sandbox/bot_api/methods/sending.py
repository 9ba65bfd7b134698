"""sendMessage and its sisters."""

from functools import partial

from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.contents import caption_content, reply_of, sent_media, text_content
from sandbox.bot_api.keyboards import inline_keyboard, show_reply_keyboard
from sandbox.bot_api.places import thread_of, writable_chat
from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.world import Message
from sandbox.world.posting import post, publish, publish_chat
from sandbox.world.shapes import message_shape

_DECLARED = ("width", "height", "duration", "emoji")
_MEDIA_METHODS = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendVideo": "video",
    "sendVideoNote": "video_note",
    "sendAudio": "audio",
    "sendSticker": "sticker",
    "sendAnimation": "animation",
}
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def sent(call: Call, content: Json, **more: object) -> Message:
    """Post what the bot sends, with its topic, reply and keyboard."""
    world, markup = call.world, call.get("reply_markup")
    chat = writable_chat(world, call.params["chat_id"])
    reply = reply_of(world, chat, call.params)
    placed: Json = {"thread_id": thread_of(world, chat, call.params), "reply_to": reply.to, "quote": reply.quote}
    inline = inline_keyboard(markup)
    has_changed_keyboard = show_reply_keyboard(chat, markup)
    placed |= {"reply_markup": inline, "has_other_markup": has_changed_keyboard}
    message = post(world, chat, world.bot_id, content, **placed, **more)
    if has_changed_keyboard:
        publish_chat(world, chat)
    return message


@method("sendMessage", counts=1)
def send_message(call: Call) -> Json:
    """Send text."""
    return message_shape(call.world, sent(call, text_content(call.params)))


def _send_media(kind: str, call: Call) -> Json:
    writable_chat(call.world, call.params["chat_id"])
    declared = {name: call.params[name] for name in _DECLARED if name in call.params}
    content = sent_media(call, kind, call.params[kind], declared) | caption_content(call.params)
    return message_shape(call.world, sent(call, content))


for _name, _kind in _MEDIA_METHODS.items():
    method(_name, counts=1)(partial(_send_media, _kind))


@method("sendLocation", counts=1)
def send_location(call: Call) -> Json:
    """Send a point on the map."""
    latitude, longitude = call.params["latitude"], call.params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        raise bad_request("wrong latitude or longitude specified")
    return message_shape(call.world, sent(call, {"location": {"latitude": latitude, "longitude": longitude}}))


@method("sendContact", counts=1)
def send_contact(call: Call) -> Json:
    """Send somebody's telephone number."""
    contact = {n: call.params[n] for n in ("phone_number", "first_name", "last_name", "vcard") if n in call.params}
    return message_shape(call.world, sent(call, {"contact": contact}))


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """Show the person that something is being typed."""
    action = call.params["action"]
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(call.world, call.params["chat_id"])
    thread_of(call.world, chat, call.params)
    publish(call.world, chat, {"kind": "chat_action", "chat_id": chat.id, "action": action})
    return True
