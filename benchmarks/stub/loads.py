"""A load: the updates that will be offered, and what became of each."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import orjson

FIRST_CHAT_ID: Final = 70_000_001


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan:
    """What customers will write: the texts in turn, from the chats in turn.

    Without `rate_per_s` all updates wait from the start; with it they are offered evenly spaced. `round_trip_s` is how
    long the network makes every call take. `limits` holds senders to Telegram's rates.
    """

    texts: Sequence[str]
    updates: int
    chats: int
    rate_per_s: float | None = None
    round_trip_s: float = 0.0
    limits: bool = False


@dataclass(slots=True)
class Journey:
    """One update on its way. Seconds of the monotonic clock, None until it happened."""

    update_id: int
    chat_id: int
    rendered: bytes
    offered_at_s: float | None = None
    handed_at_s: float | None = None
    answered_at_s: float | None = None


def planned(plan: LoadPlan, first_update_id: int, unix_time_s: int) -> list[Journey]:
    """Render every update beforehand, so that nothing but handing it out is left to do under load.

    Each is dated when it will be offered: what a customer said long ago is answered otherwise.
    """
    every_s = 0.0 if plan.rate_per_s is None else 1 / plan.rate_per_s
    journeys = []
    for number in range(plan.updates):
        update_id = first_update_id + number
        chat_id = FIRST_CHAT_ID + number % plan.chats
        text = plan.texts[number % len(plan.texts)]
        said_at_s = unix_time_s + int(number * every_s)
        journeys.append(Journey(update_id, chat_id, _update(update_id, chat_id, text, said_at_s)))
    return journeys


def _update(update_id: int, chat_id: int, text: str, unix_time_s: int) -> bytes:
    name = f"Customer {chat_id - FIRST_CHAT_ID + 1}"
    return orjson.dumps(
        {
            "update_id": update_id,
            "message": {
                "message_id": update_id,
                "from": {"id": chat_id, "is_bot": False, "first_name": name, "language_code": "en"},
                "chat": {"id": chat_id, "first_name": name, "type": "private"},
                "date": unix_time_s,
                "text": text,
            },
        }
    )


class Answering:
    """Tells which update a message answers: the oldest of its chat that has none yet."""

    def __init__(self) -> None:
        self._waiting: dict[int, deque[Journey]] = defaultdict(deque)

    def handed(self, journey: Journey) -> None:
        """Take note of an update that the bot now has."""
        self._waiting[journey.chat_id].append(journey)

    def answered(self, chat_id: int, at_s: float) -> bool:
        """Count a message as the answer to an update, and say whether one was waiting."""
        waiting = self._waiting.get(chat_id)
        if not waiting:
            return False
        waiting.popleft().answered_at_s = at_s
        return True
