"""What the bot asks of a customer over several messages: how an answer finds its question, and what interrupts it.

The question that is open stands in the conversation's row, so it outlives a restart. Free text comes first: who asks
something else is answered, and then reminded of the question; who cancels is let go at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from crm.conversation.recognising_cancelling import says_cancel
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Line
from crm.knowledge import words_of

FORGOTTEN_AFTER: Final = timedelta(hours=24)
"""An answer that comes later is taken for words of its own. Buttons keep their meaning."""
MOST_REMINDERS: Final = 2
"""So often a question is asked again before it is let go: the bot never loops."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question that waits for its answer. `kept` is what the flow knows so far, in plain JSON values."""

    flow: str
    step: str
    asked_at: datetime
    kept: Mapping[str, Any] = field(default_factory=dict)
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """How one flow goes on.

    `take` answers words that answer its question, asks the next one with `ask`, and returns whether they did; it must
    return False for words that say something else. `remind` says the question again after an interruption, with its
    buttons; without it an interrupted question is let go. `cancel` undoes what the question has left waiting elsewhere.
    """

    name: str
    take: Callable[[Reply, Question, Sequence[Line], Understanding], bool]
    remind: Callable[[Reply, Question], None] | None = None
    cancel: Callable[[Reply, Question], None] | None = None


def ask(reply: Reply, flow: str, step: str, **kept: Any) -> None:
    """Remember what is asked. The caller says it: `reply.say`, `reply.offer`."""
    _remember(reply, Question(flow, step, reply.now, kept))


def let_go(reply: Reply) -> None:
    """Ask nothing any more."""
    reply.ask(None)


def open_question(reply: Reply) -> Question | None:
    """Return the question that was open when this turn began, or None if there is none or it is too old."""
    kept = dict(reply.talk.asked or {})
    if "flow" not in kept:
        return None
    asked_at = datetime.fromisoformat(kept.pop("asked_at"))
    if reply.now - asked_at > FORGOTTEN_AFTER:
        return None
    return Question(kept.pop("flow"), kept.pop("step"), asked_at, kept.pop("kept"), kept.pop("reminders"))


def take_answer(reply: Reply, flow: Flow, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Let the flow have the words, or let it go where they cancel it. Returns whether they were about it."""
    words = words_of("\n".join(line.text for line in lines))
    if flow.remind is not None and says_cancel(words):
        if flow.cancel is not None:
            flow.cancel(reply, question)
        reply.say("flow_cancelled")
        reply.take_keyboard_away()
        return True
    return flow.take(reply, question, lines, understood)


def go_on(reply: Reply, flow: Flow, question: Question) -> bool:
    """Ask the interrupted question again, but not without end. Returns whether it was asked."""
    if flow.remind is None or question.reminders >= MOST_REMINDERS:
        return False
    _remember(reply, replace(question, reminders=question.reminders + 1))
    flow.remind(reply, question)
    return True


def _remember(reply: Reply, question: Question) -> None:
    reply.ask(
        {
            "flow": question.flow,
            "step": question.step,
            "asked_at": question.asked_at.isoformat(),
            "kept": dict(question.kept),
            "reminders": question.reminders,
        }
    )
