"""Tell a 429 that one chat earned from one that the whole bot earned: Telegram says only how long to wait.

A private chat's 429 is at first its own. A second one in another chat, with no answer in between, may mean everything:
then everything waits for a moment, and one call, the most urgent that may leave, tries. Answered, it opens everything;
refused with another 429, it doubles the pause. So chats that wait for themselves hold up the others for seconds, and
a wait of an hour for everything costs some twenty calls. A group is held to a limit of its own, twenty a minute, so its
429 says nothing about the others.
"""

from dataclasses import dataclass

from bot.delivery.waiting import ChatKey, is_private

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0


@dataclass(frozen=True, slots=True)
class Widened:
    """Everything waits until a time of the clock, then one call tries. `pause_s` is doubled if it is refused."""

    until: float
    pause_s: float


@dataclass(frozen=True, slots=True)
class _Met:
    """When a private chat met a 429, and until when it must wait."""

    at: float
    until: float


class Floods:
    """What the 429s of late mean. Times are in seconds of any clock that never goes back."""

    def __init__(self) -> None:
        self._met: dict[ChatKey, _Met] = {}
        self._last_at = float("-inf")
        self._widened: Widened | None = None

    @property
    def widened(self) -> Widened | None:
        """How far everything is paused; None while a 429 is its chat's own."""
        return self._widened

    def resume(self, until: float, pause_s: float, now: float) -> None:
        """Go on with what an earlier sender knew."""
        self._widened = Widened(until, pause_s)
        self._last_at = now

    def refused(self, chat: ChatKey, wait_s: float, now: float, *, tried: bool) -> None:
        """Note a 429. `tried` says that the call was the one that was to find out whether everything must wait."""
        if not is_private(chat):
            return
        self._last_at = now
        self._met = {key: met for key, met in self._met.items() if met.until > now} | {chat: _Met(now, now + wait_s)}
        if self._widened is None:
            if len(self._met) > 1:
                self._widened = Widened(now + min(FIRST_PAUSE_S, self._shortest_s(now)), FIRST_PAUSE_S)
        elif tried:
            pause_s = min(LONGEST_PAUSE_S, self._widened.pause_s * 2)
            self._widened = Widened(now + min(pause_s, wait_s), pause_s)

    def answered(self, began_at: float) -> None:
        """Note that Telegram took a call. It was not too much, so no 429 from before it began was about everything."""
        self._met = {key: met for key, met in self._met.items() if met.at >= began_at}
        if began_at > self._last_at:
            self._widened = None

    def _shortest_s(self, now: float) -> float:
        return min(met.until for met in self._met.values()) - now
