"""All routes of the control API."""

from aiohttp import web

from sandbox.control import chats, events, faults, groups, people


def add_control(app: web.Application) -> None:
    """Mount the control API."""
    for module in (people, chats, groups, faults, events):
        app.router.add_routes(module.routes)
