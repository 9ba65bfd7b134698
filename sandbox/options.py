"""What a sandbox can be told when it starts."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who is there from the start. Fictional."""

    name: str
    language_code: str = "id"
    username: str | None = None
    phone_number: str | None = None
    birthdate: str | None = None  # ISO


DEMO_PEOPLE = (
    DemoPerson("Siti Demo", "id", "siti_demo", "+6281200000001", "1991-04-14"),
    DemoPerson("Budi Demo", "id", None, "+6281200000002"),
    DemoPerson("Emma Demo", "en", "emma_demo", "+6281200000003", "1988-11-02"),
    DemoPerson("Wayan Demo", "id", "wayan_demo", "+6281200000004"),
)


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """The one bot that this Telegram knows. The token is its password; the number before the colon is its id."""

    token: str = "4200000001:sandbox-token-of-no-value"  # noqa: S105 - opens nothing but a local sandbox
    name: str = "Demo Bot"
    username: str = "ingat_demo_bot"
    reads_all_group_messages: bool = False  # BotFather's privacy mode is on, as it is for a new bot

    @property
    def id(self) -> int:
        """The bot's user id."""
        return int(self.token.split(":", 1)[0])


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How much a bot may send.

    Telegram publishes the three rates and says that a chat bears short bursts; a burst of five is the sandbox's choice.
    """

    all_chats_per_s: int = 30
    private_chat_per_s: float = 1.0
    private_chat_burst: int = 5
    group_per_minute: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """All that a sandbox can be told. The clock gives unix seconds; nothing in the sandbox reads another."""

    bot: BotIdentity = field(default_factory=BotIdentity)
    people: tuple[DemoPerson, ...] = DEMO_PEOPLE
    limits: RateLimits = field(default_factory=RateLimits)
    limits_enabled: bool = True
    strict: bool = True  # refuse parameters that the Bot API does not document; Telegram ignores them
    first_update_id: int | None = None  # None: a random start, as Telegram's
    webhook_retry_s: tuple[float, float] = (1.0, 60.0)  # the first delay after a failed webhook, and the longest
    webhook_timeout_s: float = 60.0
    state_file: Path | None = None  # kept there from one start to the next
    clock: Callable[[], float] = time.time
    random: Random = field(default_factory=SystemRandom)
