"""A local Telegram, for trying a bot without a token and for its tests. README.md describes it."""

from sandbox.options import BotIdentity, DemoPerson, RateLimits, SandboxOptions
from sandbox.server import RunningSandbox, start_sandbox

__all__ = ["BotIdentity", "DemoPerson", "RateLimits", "RunningSandbox", "SandboxOptions", "start_sandbox"]
