"""The history's lines as a topic shows them to the staff."""

from collections.abc import Mapping, Sequence

from crm.conversation.wording import MirrorLine
from crm.history import Direction, Line


def mirror_lines(lines: Sequence[Line], customer: str, bot: str, agents: Mapping[str, str]) -> tuple[MirrorLine, ...]:
    """Return who said what. `agents` are names by how the history names them."""
    return tuple(_shown(line, customer, bot, agents) for line in lines)


def _shown(line: Line, customer: str, bot: str, agents: Mapping[str, str]) -> MirrorLine:
    if line.direction == Direction.INBOUND:
        by, who = "customer", customer or "?"
    elif line.direction == Direction.NOTE:
        by, who = "note", agents.get(line.author, bot)
    elif line.author == "bot":
        by, who = "bot", bot
    else:
        by, who = "team", agents.get(line.author, line.author)
    return MirrorLine(at=line.said_at, by=by, who=who, kind=line.kind, text=line.text)
