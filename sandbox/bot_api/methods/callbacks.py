"""answerCallbackQuery."""

import re

from sandbox.bot_api.calls import Call, method
from sandbox.errors import bad_request
from sandbox.text import utf16_length
from sandbox.world.updates import CALLBACK_QUERY_KEPT_S

LONGEST_ANSWER = 200


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """Stop the waiting sign on a pressed button, with a few words if there are any."""
    world = call.world
    query = world.callback_queries.get(call.params["callback_query_id"])
    if query is None or world.clock() - query.pressed_at > CALLBACK_QUERY_KEPT_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(call.get("text", "")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.get("url") and not re.match(
        rf"(https://t\.me/|tg://resolve\?domain=){world.options.bot.username}\b", call.params["url"]
    ):
        raise bad_request("URL_INVALID")
    query.answered = True
    answer = {
        "kind": "callback_answer",
        "user_id": query.user_id,
        "chat_id": query.chat_id,
        "message_id": query.message_id,
        "callback_query_id": query.id,
        "text": call.get("text"),
        "show_alert": call.get("show_alert", False),
        "url": call.get("url"),
    }
    world.events.publish(frozenset({query.user_id}), answer)
    return True
