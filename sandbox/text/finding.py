"""The entities that Telegram finds by itself: commands, mentions, hashtags, links, e-mail addresses."""

import re

from sandbox.encoding import Json

_PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,:;!?)]", re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)
_SIGNS = re.compile(r"[/@#]|http")


def find_entities(text: str, marked: list[Json] | None = None) -> list[Json]:
    """Return the entities that nobody marked, leaving out those inside of marked ones."""
    if not _SIGNS.search(text):
        return []
    found: list[Json] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            entity = _entity(kind, text, match.start(), match.end())
            if not any(_overlap(entity, other) for other in [*(marked or []), *found]):
                found.append(entity)
    return sorted(found, key=lambda entity: int(entity["offset"]))


def _entity(kind: str, text: str, start: int, end: int) -> Json:
    return {"type": kind, "offset": _units(text[:start]), "length": _units(text[start:end])}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
