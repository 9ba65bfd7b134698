"""`python -m sandbox`: a local Telegram as a process of its own."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox.options import BotIdentity, SandboxOptions
from sandbox.server import start_sandbox
from sandbox.world.keeping import UnreadableState


def main() -> int:
    """Serve until told to stop."""
    arguments = _parser().parse_args()
    known = BotIdentity()
    bot = BotIdentity(
        arguments.token or known.token, arguments.name or known.name, arguments.username or known.username
    )
    options = SandboxOptions(
        bot=bot,
        limits_enabled=not arguments.no_limits,
        strict=not arguments.lenient,
        state_file=arguments.state,
    )
    try:
        asyncio.run(_serve(options, arguments.host, arguments.port))
    except UnreadableState as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(
            f"The sandbox cannot listen on {arguments.host}:{arguments.port}: {error.strerror}. Try --port.\n"
        )
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Telegram for one bot.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--token", help="the bot's token (default: one that opens nothing else)")
    parser.add_argument("--name", help="the bot's name")
    parser.add_argument("--username", help="the bot's user name")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep chats in this file from one start to the next")
    parser.add_argument("--no-limits", action="store_true", help="switch Telegram's rate limits off")
    parser.add_argument("--lenient", action="store_true", help="ignore unknown parameters, as Telegram does")
    return parser


async def _serve(options: SandboxOptions, host: str, port: int) -> None:
    running = await start_sandbox(options, port, host)
    sys.stdout.write(f"Sandbox: {running.url}  (bot token {options.bot.token})\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    await stopped.wait()
    await running.stop()


if __name__ == "__main__":
    sys.exit(main())
