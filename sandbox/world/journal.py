"""Every Bot API call, with its time and its outcome."""

from collections import deque
from dataclasses import dataclass, field

from sandbox.encoding import Json

KEPT = 100_000


@dataclass(slots=True)
class CallRecord:
    """One call. `outcome` is ok, refused, limited or fault; `at` is in unix seconds, when it arrived."""

    id: int
    at: float
    method: str
    params: Json
    chat_id: int | str | None
    outcome: str = "ok"
    status: int = 200
    description: str | None = None
    message_ids: list[int] = field(default_factory=list)
    took_ms: float = 0.0

    def as_json(self) -> Json:
        """Return it as the control API shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Journal:
    """The last calls."""

    def __init__(self) -> None:
        self._records: deque[CallRecord] = deque(maxlen=KEPT)
        self._next_id = 1

    def open(self, at: float, method: str, params: Json) -> CallRecord:
        """Write a call down when it arrives."""
        record = CallRecord(self._next_id, at, method, params, params.get("chat_id"))
        self._next_id += 1
        self._records.append(record)
        return record

    def find(self, method: str | None = None, chat_id: int | None = None, after: int = 0) -> list[CallRecord]:
        """Return the calls of a method, to a chat, after one with an id; all, if not told."""
        return [
            record
            for record in self._records
            if record.id > after
            and (method is None or record.method == method)
            and (chat_id is None or record.chat_id == chat_id)
        ]

    def clear(self) -> None:
        """Forget all."""
        self._records.clear()
