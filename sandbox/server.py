"""Starting and stopping a sandbox."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from sandbox.bot_api.serving import WORLD, add_bot_api
from sandbox.bot_api.webhook import WebhookPusher
from sandbox.control import add_control
from sandbox.control.requests import refusals
from sandbox.options import SandboxOptions
from sandbox.pages import add_pages
from sandbox.world import World
from sandbox.world.keeping import load, save

_LARGEST_REQUEST = 64 * 1024 * 1024  # bytes
_PATIENCE_S = 0.2  # for those who still wait for an answer when the sandbox stops


@dataclass(slots=True)
class RunningSandbox:
    """A sandbox that serves. `state` may be looked at and changed from the same event loop."""

    url: str
    state: World
    _runner: web.AppRunner
    _pusher: "asyncio.Task[None]"

    async def stop(self) -> None:
        """Stop serving; whoever waits for an answer gets none."""
        self._pusher.cancel()
        with suppress(asyncio.CancelledError):
            await self._pusher
        await self._runner.cleanup()
        if self.state.options.state_file is not None:
            save(self.state, self.state.options.state_file)


def create_app(world: World) -> web.Application:
    """Return the application with the Bot API, the control API and the pages."""
    app = web.Application(client_max_size=_LARGEST_REQUEST, middlewares=[refusals])
    app[WORLD] = world
    add_bot_api(app)
    add_control(app)
    add_pages(app)
    return app


async def start_sandbox(options: SandboxOptions, port: int = 0, host: str = "127.0.0.1") -> RunningSandbox:
    """Serve on a port of this machine, a free one for 0.

    Raises OSError if the port is taken, UnreadableState if the state file is no such file.
    """
    world = World(options)
    if options.state_file is not None:
        load(world, options.state_file)
    runner = web.AppRunner(
        create_app(world),
        handler_cancellation=True,
        shutdown_timeout=_PATIENCE_S,
        access_log=None,
        keepalive_timeout=300,
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
    except OSError:
        await runner.cleanup()
        raise
    pusher = asyncio.create_task(WebhookPusher(world, time.monotonic).run())
    bound_port = runner.addresses[0][1]
    return RunningSandbox(f"http://{host}:{bound_port}", world, runner, pusher)
