"""For how long something is put away, as people type it: 30m, 2 jam, 1d, besok."""

import re
from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(days=30)
_UNITS: Final = {
    "m": "minutes", "menit": "minutes", "min": "minutes", "minute": "minutes", "minutes": "minutes",
    "j": "hours", "jam": "hours", "h": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "hari": "days", "day": "days", "days": "days",
}  # fmt: skip
_WORDS: Final = {"besok": timedelta(days=1), "tomorrow": timedelta(days=1), "lusa": timedelta(days=2)}
_SPAN: Final = re.compile(r"(\d{1,4})\s*([a-z]+)")


def duration_in(text: str) -> timedelta | None:
    """Return how long a text says, at most 30 days, or None where it says nothing of the kind."""
    said = text.strip().lower()
    if said in _WORDS:
        return _WORDS[said]
    found = _SPAN.fullmatch(said)
    unit = None if found is None else _UNITS.get(found[2])
    if found is None or unit is None or int(found[1]) == 0:
        return None
    return min(timedelta(**{unit: int(found[1])}), LONGEST)
