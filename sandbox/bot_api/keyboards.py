"""Keyboards, as strict as Telegram."""

import re

from sandbox.encoding import Json
from sandbox.errors import bad_request
from sandbox.text import utf16_length
from sandbox.world import Chat

LONGEST_CALLBACK_DATA = 64  # bytes
LONGEST_COPIED_TEXT = 256
MOST_BUTTONS = 100
_STYLES = frozenset({"danger", "success", "primary"})
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def inline_keyboard(markup: Json | None) -> Json | None:
    """Return an inline keyboard as it is kept in the message, None for other markup or an empty one.

    Raises BotRefused for a button that Telegram would not take.
    """
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return {"inline_keyboard": rows} if rows else None


def _check(button: Json) -> None:
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1 or not button["text"]:
        raise bad_request(
            "BUTTON_TYPE_INVALID" if button["text"] else "can't parse inline keyboard button: text is empty"
        )
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    if "copy_text" in button and not 1 <= utf16_length(button["copy_text"]["text"]) <= LONGEST_COPIED_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://[^\s.]\S*$", button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def show_reply_keyboard(chat: Chat, markup: Json | None) -> bool:
    """Put the keyboard under the person's text field, or take it away; say whether that changed anything."""
    if not markup or "inline_keyboard" in markup:
        return False
    if "keyboard" in markup:
        chat.reply_keyboard = {
            **markup,
            "keyboard": [[_reply_button(chat, b) for b in row] for row in markup["keyboard"]],
        }
        chat.placeholder = markup.get("input_field_placeholder")
    elif "remove_keyboard" in markup:
        chat.reply_keyboard = chat.placeholder = None
    else:
        chat.placeholder = markup.get("input_field_placeholder")
    return True


def _reply_button(chat: Chat, button: Json) -> Json:
    if not button["text"]:
        raise bad_request("can't parse keyboard button: Text of the button is empty")
    if button.get("request_contact") and not chat.is_private:
        raise bad_request("phone number can be requested in private chats only")
    if button.get("request_location") and not chat.is_private:
        raise bad_request("location can be requested in private chats only")
    return button
