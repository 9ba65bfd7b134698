"""People and the bot, as the control API shows them."""

from aiohttp import web

from sandbox.acting.membership import deactivate, set_blocked
from sandbox.acting.places import person
from sandbox.bot_api.methods.presenting import commands_shown, in_language
from sandbox.control.requests import answer, fields_of, number, world_of
from sandbox.errors import PersonRefused
from sandbox.options import DemoPerson
from sandbox.world.views import user_view

routes = web.RouteTableDef()


@routes.get("/sandbox/bot")
async def show_bot(request: web.Request) -> web.Response:
    """Show how the bot presents itself in a language."""
    world, language = world_of(request), request.query.get("language", "")
    bot, shown = world.options.bot, world.presentation
    return answer(
        {
            "id": bot.id,
            "name": in_language(shown.names, language) or bot.name,
            "username": bot.username,
            "token": bot.token,
            "description": in_language(shown.descriptions, language),
            "short_description": in_language(shown.short_descriptions, language),
            "commands": commands_shown(world, language),
            "menu_button": shown.menu_buttons.get(0, {"type": "commands"}),
        }
    )


@routes.get("/sandbox/users")
async def list_users(request: web.Request) -> web.Response:
    """List everybody."""
    return answer({"users": [user_view(user) for user in world_of(request).users.values()]})


@routes.post("/sandbox/users")
async def create_user(request: web.Request) -> web.Response:
    """Let a person join."""
    world, fields = world_of(request), await fields_of(request)
    name = str(fields.get("name") or "").strip()
    if not name:
        raise PersonRefused("a person needs a name")
    more = {k: fields[k] for k in ("username", "phone_number", "birthdate") if fields.get(k)}
    user = world.add_user(DemoPerson(name, fields.get("language_code", "id"), **more))
    world.events.publish(frozenset(world.users), {"kind": "user", "user": user_view(user)})
    return answer(user_view(user))


@routes.get("/sandbox/users/{user}")
async def show_user(request: web.Request) -> web.Response:
    """Show one person."""
    return answer(user_view(person(world_of(request), number(request, "user"))))


@routes.post("/sandbox/users/{user}/{verb:block|unblock|deactivate}")
async def change_user(request: web.Request) -> web.Response:
    """Block the bot, lift that, or delete the account."""
    world, verb = world_of(request), request.match_info["verb"]
    user = person(world, number(request, "user"))
    if verb == "deactivate":
        deactivate(world, user.id)
        world.events.publish(frozenset(world.users), {"kind": "user", "user": user_view(user)})
    else:
        set_blocked(world, user.id, blocked=verb == "block")
    return answer(user_view(user))
