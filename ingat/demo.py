"""Trying Ingat without a token: a local Telegram and a small demo shop, in one process."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

from ingat.demo_team import open_demo_team
from ingat.importing.demo import import_demo
from ingat.running import run_until_stopped
from ingat.setting_values import Secret
from ingat.settings import Settings
from ingat.supervision import FatalError
from ingat.telegram_setup import set_up
from sandbox.options import BotIdentity, SandboxOptions
from sandbox.server import start_sandbox

DEMO_BUSINESS = Path(__file__).parents[1] / "demo"

CUSTOMER = 7_000_000_001
"""The sandbox's first person, Siti Demo."""


async def run_demo(settings: Settings) -> None:
    """Start the sandbox and serve the demo shop in it. The demo's data stay in a folder of their own."""
    identity = _new_bot()
    try:
        sandbox = await start_sandbox(SandboxOptions(bot=identity), settings.ingat_sandbox_port)
    except OSError:
        raise FatalError(
            f"Port {settings.ingat_sandbox_port} is in use. Stop what uses it, or set INGAT_SANDBOX_PORT."
        ) from None
    data = settings.ingat_data_dir / "demo"
    demo = replace(
        settings,
        telegram_bot_token=Secret(identity.token),
        telegram_api_base=sandbox.url,
        telegram_webhook_url=None,
        telegram_staff_chat_id=None,
        database_url=None,
        ingat_data_dir=data,
        ingat_business_dir=DEMO_BUSINESS,
    )

    agent = ""

    def ready(address: str, _: str) -> None:
        sys.stdout.write(f"\n  Chat with Kopi Demo in your browser:  {sandbox.url}/\n")
        sys.stdout.write(f"  Be an agent of its team beside a customer:  {sandbox.url}/?people={CUSTOMER},{agent}\n\n")
        sys.stdout.write(f"  Health: {address}/readyz   Stop: Ctrl+C\n\n")
        sys.stdout.flush()

    try:
        await asyncio.to_thread(import_demo, demo, DEMO_BUSINESS)
        await set_up(demo)
        agent = await open_demo_team(demo, sandbox.url)
        await run_until_stopped(demo, receive=True, send=True, ready=ready)
    finally:
        await sandbox.stop()


def _new_bot() -> BotIdentity:
    """Return a bot with an id of its own for each start: the sandbox numbers its messages anew, and what has the number
    of a message that the database knows would be taken for one that came again. Customers are known all the same.
    """
    return BotIdentity(
        token=f"{time.time_ns() // 1_000_000}:sandbox-token-of-no-value", name="Kopi Demo", username="kopidemo_bot"
    )
