"""A person taps: inline buttons, reply keyboards, reactions."""

from sandbox.acting.places import chat_of, message_of, open_chat_of
from sandbox.acting.writing import Draft, write
from sandbox.encoding import Json
from sandbox.errors import PersonRefused
from sandbox.world import Chat, Message, World
from sandbox.world.posting import publish_chat, publish_reactions, queue_update
from sandbox.world.shapes import account_shape, chat_shape, message_shape
from sandbox.world.state import CallbackQuery


def press(world: World, user_id: int, chat_id: int, message_id: int, which: Json) -> str:
    """Press an inline button, named by its text, its data, or its row and column; return the query's id."""
    chat = open_chat_of(world, user_id, chat_id)
    message = message_of(chat, message_id)
    data = _button(message, which).get("callback_data")
    if data is None:
        raise PersonRefused("this button does not speak to the bot")
    query = CallbackQuery(str(world.random.randrange(10**17, 10**18)), user_id, chat.id, message_id, world.clock())
    world.callback_queries[query.id] = query
    payload = {
        "id": query.id,
        "from": account_shape(world, user_id),
        "message": message_shape(world, message),
        "chat_instance": str(-chat.id * 7919),
        "data": data,
    }
    queue_update(world, "callback_query", payload, ("callback_query", user_id))
    return query.id


def _button(message: Message, which: Json) -> Json:
    rows: list[list[Json]] = (message.reply_markup or {}).get("inline_keyboard", [])
    if "row" in which and "text" not in which and "data" not in which:
        try:
            return rows[int(which["row"])][int(which.get("column", 0))]
        except IndexError:
            raise PersonRefused("there is no such button", 404) from None
    for row in rows:
        for button in row:
            if button["text"] == which.get("text") or button.get("callback_data", "") == which.get("data"):
                return button
    texts = [button["text"] for row in rows for button in row]
    raise PersonRefused(f"there is no such button among {texts}", 404)


def press_reply_button(world: World, user_id: int, chat_id: int, fields: Json) -> list[Message]:
    """Press a button of the keyboard under the text field."""
    chat = open_chat_of(world, user_id, chat_id)
    button = _reply_button(chat, str(fields.get("text")))
    if (chat.reply_keyboard or {}).get("one_time_keyboard"):
        chat.reply_keyboard = None
        publish_chat(world, chat)
    if button.get("request_contact"):
        return write(world, user_id, chat_id, Draft({"kind": "contact"}, []))
    if button.get("request_location"):
        place = {"latitude": fields.get("latitude", -6.2), "longitude": fields.get("longitude", 106.8)}
        return write(world, user_id, chat_id, Draft({"kind": "location", **place}, []))
    return write(world, user_id, chat_id, Draft({"kind": "text", "text": button["text"]}, []))


def _reply_button(chat: Chat, text: str) -> Json:
    rows: list[list[Json]] = (chat.reply_keyboard or {}).get("keyboard", [])
    for button in (button for row in rows for button in row):
        if button["text"] == text:
            return button
    raise PersonRefused(f"there is no such button among {[b['text'] for row in rows for b in row]}", 404)


def react(world: World, user_id: int, chat_id: int, message_id: int, emoji: list[str]) -> None:
    """React to a message, or take the reaction back with an empty list."""
    chat = chat_of(world, user_id, chat_id)
    message = message_of(chat, message_id)
    before = message.reactions.pop(user_id, [])
    if emoji:
        message.reactions[user_id] = emoji
    publish_reactions(world, chat, message)
    if before != emoji and _bot_hears_reactions(world, chat):
        payload = {
            "chat": chat_shape(world, chat),
            "message_id": message_id,
            "user": account_shape(world, user_id),
            "date": world.now,
            "old_reaction": [{"type": "emoji", "emoji": e} for e in before],
            "new_reaction": [{"type": "emoji", "emoji": e} for e in emoji],
        }
        queue_update(world, "message_reaction", payload, ("message_reaction", chat.id))


def _bot_hears_reactions(world: World, chat: Chat) -> bool:
    member = chat.members.get(world.bot_id)
    return chat.is_private or (member is not None and member.status == "administrator")
