"""How the bot presents itself: names, descriptions, commands, the menu button."""

import re

from sandbox.bot_api.calls import Call, method
from sandbox.bot_api.places import known_chat
from sandbox.encoding import Json, encode
from sandbox.errors import bad_request
from sandbox.text import utf16_length
from sandbox.world import World

MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"([a-z]{2})?$")


def _language(call: Call) -> str:
    code: str = call.get("language_code", "")
    if not _LANGUAGE.match(code):
        raise bad_request("invalid language code specified")
    return code


def _changed(world: World) -> bool:
    world.events.publish(frozenset(world.users), {"kind": "bot"})
    return True


def _set_text(call: Call, name: str, texts: dict[str, str], longest: int) -> bool:
    text = call.get(name, "")
    if utf16_length(text) > longest:
        raise bad_request(f"{name.upper()}_TOO_LONG")
    if text:
        texts[_language(call)] = text
    else:
        texts.pop(_language(call), None)
    return _changed(call.world)


@method("setMyName")
def set_my_name(call: Call) -> bool:
    """Change the bot's name."""
    return _set_text(call, "name", call.world.presentation.names, 64)


@method("setMyDescription")
def set_my_description(call: Call) -> bool:
    """Change what an empty chat shows."""
    return _set_text(call, "description", call.world.presentation.descriptions, 512)


@method("setMyShortDescription")
def set_my_short_description(call: Call) -> bool:
    """Change what the profile shows."""
    return _set_text(call, "short_description", call.world.presentation.short_descriptions, 120)


@method("getMyName")
def get_my_name(call: Call) -> Json:
    """Return the name in a language."""
    return {"name": in_language(call.world.presentation.names, _language(call)) or call.world.options.bot.name}


@method("getMyDescription")
def get_my_description(call: Call) -> Json:
    """Return the description in a language."""
    return {"description": in_language(call.world.presentation.descriptions, _language(call))}


@method("getMyShortDescription")
def get_my_short_description(call: Call) -> Json:
    """Return the short description in a language."""
    return {"short_description": in_language(call.world.presentation.short_descriptions, _language(call))}


def in_language(texts: dict[str, str], language: str) -> str:
    """Return a text in a language, or the one for all others."""
    return texts.get(language) or texts.get("", "")


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """Change the menu of commands for a scope and a language."""
    commands = [
        {"command": c["command"].removeprefix("/"), "description": c["description"]} for c in call.params["commands"]
    ]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.match(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= LONGEST_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    if commands:
        call.world.presentation.commands[_scope(call), _language(call)] = commands
    else:
        call.world.presentation.commands.pop((_scope(call), _language(call)), None)
    return _changed(call.world)


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """Return the menu for exactly this scope and language."""
    return call.world.presentation.commands.get((_scope(call), _language(call)), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """Take a menu away."""
    call.world.presentation.commands.pop((_scope(call), _language(call)), None)
    return _changed(call.world)


def _scope(call: Call) -> str:
    scope: Json = call.get("scope", {"type": "default"})
    if "chat_id" in scope:
        known_chat(call.world, scope["chat_id"])
    return encode(dict(sorted(scope.items()))).decode()


DEFAULT_SCOPE = '{"type":"default"}'
PRIVATE_SCOPE = '{"type":"all_private_chats"}'


def commands_shown(world: World, language: str) -> list[Json]:
    """Return the commands that a person sees in the private chat: narrowest menu first, then their language."""
    menus = world.presentation.commands
    for scope in (PRIVATE_SCOPE, DEFAULT_SCOPE):
        for code in (language, ""):
            if (scope, code) in menus:
                return menus[scope, code]
    return []


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    """Change the button beside the text field."""
    chat_id = call.get("chat_id", 0)
    if chat_id and not known_chat(call.world, chat_id).is_private:
        raise bad_request("chat not found")
    call.world.presentation.menu_buttons[chat_id] = call.get("menu_button", {"type": "default"})
    return _changed(call.world)


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    """Return the button beside the text field."""
    buttons = call.world.presentation.menu_buttons
    return buttons.get(call.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}
