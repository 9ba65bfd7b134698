"""Long polling of our own: a batch is settled in full before the offset moves."""

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import orjson
import structlog

from bot.intake.cleaning import parse_body
from bot.intake.handling import Intake
from bot.intake.lanes import lane_of, says_something
from bot.intake.seeing import has_number
from crm.kernel.errors import is_unavailable

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "channel_post"]
BATCH = 100
POLL_S = 25
GRACE_S = 10
LONGEST_PAUSE_S = 30.0
CATCH_UP_WITHIN_S = 10.0
NUMBERLESS_PAUSE_S = 1.0
REFUSAL_HINT = "if it was revoked, copy the new one from BotFather into TELEGRAM_BOT_TOKEN; nothing is lost meanwhile"

log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]


class TokenRefusedError(Exception):
    """Telegram does not know the token."""


class OtherPollerError(Exception):
    """Another program polls with the same token, or a webhook is set."""


class Poller:
    """Asks for updates with the offset it has settled. `beat` is called at each round.

    `caught_up` is set once all that waited at Telegram when it began is settled, or after ten seconds of that: until
    then nobody knows whether the customers whose words came last have said more.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base_url: str,
        intake: Intake,
        *,
        beat: Callable[[], None],
        caught_up: asyncio.Event | None = None,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        poll_s: int = POLL_S,
    ) -> None:
        self._http = http
        self._url = f"{base_url}/getUpdates"
        self._intake = intake
        self._beat = beat
        self._caught_up = caught_up or asyncio.Event()
        self._clock = clock
        self._sleep = sleep
        self._poll_s = poll_s
        self._offset = 0
        self._numberless: set[int] = set()

    async def run(self, may_go_on: Callable[[], bool]) -> None:
        """Poll until `may_go_on` says no. Also with a token that is refused now: nothing is lost by asking again."""
        self._caught_up.clear()
        began_at = self._clock()
        pause_s, refused = 0.5, False
        while may_go_on():
            self._beat()
            try:
                batch = await self._ask()
            except (aiohttp.ClientError, TimeoutError, ValueError, OtherPollerError, TokenRefusedError) as error:
                if not (refused and isinstance(error, TokenRefusedError)):  # that is said once
                    _tell(error)
                refused = isinstance(error, TokenRefusedError)
                self._beat()
                await self._sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
                continue
            if refused:
                log.info("token_accepted")
            pause_s, refused = 0.5, False
            if batch:
                await self._settle_and_move(batch)
            if len(batch) < BATCH or self._clock() - began_at > CATCH_UP_WITHIN_S:
                self._caught_up.set()

    async def _ask(self) -> list[Any]:
        wait_s = self._poll_s if self._caught_up.is_set() else 0
        body = {"offset": self._offset, "limit": BATCH, "timeout": wait_s, "allowed_updates": ALLOWED_UPDATES}
        timeout = aiohttp.ClientTimeout(total=self._poll_s + GRACE_S, connect=GRACE_S)
        async with self._http.post(self._url, json=body, timeout=timeout) as response:
            answer = parse_body(await response.read())
            retry_after_s = _retry_after_s(answer)
            if response.status in {401, 404}:
                raise TokenRefusedError
            if response.status == 409:  # noqa: PLR2004 Telegram's status for two who ask at once
                raise OtherPollerError
        if retry_after_s:
            await self._sleep(min(retry_after_s, LONGEST_PAUSE_S))
            return []
        return _updates_in(answer)

    async def _settle_and_move(self, batch: list[Any]) -> None:
        """Settle a batch and move the offset past it.

        What has no number is parked. It cannot be confirmed, and comes again at once until something numbered follows.
        """
        numbered = [raw for raw in batch if has_number(raw)]
        numberless = [_substitute(raw) for raw in batch if not has_number(raw)]
        new = [raw for raw in numberless if raw["update_id"] not in self._numberless]
        await self.settle(numbered + new)
        if new:
            log.error("updates_without_number", count=len(new), hint="Telegram, or what stands in for it, errs")
        self._numberless = {raw["update_id"] for raw in numberless}
        if numbered:
            self._offset = max(raw["update_id"] for raw in numbered) + 1
        else:
            await self._sleep(NUMBERLESS_PAUSE_S)

    async def settle(self, batch: list[dict[str, Any]]) -> None:
        """Bring every update of a batch to its end, each chat's in order, the chats beside each other."""
        lanes: dict[Any, list[dict[str, Any]]] = {}
        for raw in sorted(batch, key=lambda raw: int(raw["update_id"])):
            lanes.setdefault(lane_of(raw), []).append(raw)
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(self._settle_lane(lane))

    async def _settle_lane(self, lane: list[dict[str, Any]]) -> None:
        for number, raw in enumerate(lane, start=1):
            more_waiting = says_something(raw) and any(says_something(later) for later in lane[number:])
            await self._settle_one(raw, more_waiting=more_waiting)

    async def _settle_one(self, raw: dict[str, Any], *, more_waiting: bool) -> None:
        """Wait for a database that cannot commit: the batch is not acknowledged meanwhile."""
        pause_s = 0.1
        while True:
            try:
                await self._intake.take(raw, more_waiting=more_waiting)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning("database_unavailable", hint="updates wait at Telegram until the database commits again")
                self._beat()
                await self._sleep(pause_s)
                pause_s = min(5.0, pause_s * 2)
            else:
                return


def _updates_in(answer: Any) -> list[Any]:
    """Return what an answer holds; a ValueError for what is none of Telegram's."""
    if not isinstance(answer, dict) or answer.get("ok") is not True or not isinstance(answer.get("result"), list):
        raise ValueError("not an answer of the Bot API")
    found: list[Any] = answer["result"]
    return found


def _substitute(raw: Any) -> dict[str, Any]:
    """Return an update that can be parked, for one without a number: the same each time it comes."""
    return {"update_id": -1 - zlib.crc32(orjson.dumps(raw)), "numberless": raw}


def _retry_after_s(answer: Any) -> float:
    parameters = answer.get("parameters") if isinstance(answer, dict) else None
    return float(parameters.get("retry_after", 0)) if isinstance(parameters, dict) else 0.0


def _tell(error: Exception) -> None:
    if isinstance(error, TokenRefusedError):
        log.error("telegram_refuses_the_token", hint=REFUSAL_HINT)
        return
    log.warning("polling_failed", error=type(error).__name__, hint=_hint(error))


def _hint(error: Exception) -> str:
    if isinstance(error, OtherPollerError):
        return "another program uses this token, or has set a webhook: stop it, then start Ingat again"
    return "Telegram cannot be reached; Ingat keeps trying"
