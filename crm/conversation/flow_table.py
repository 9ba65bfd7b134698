"""The flows by name, and that of the smallest: a bare yes or no."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from crm.conversation.complaining import SAME_CASE
from crm.conversation.flows import Flow, Question
from crm.conversation.papers import RECEIPT_FLOW
from crm.conversation.pressing import press
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent, Understanding
from crm.history import Line


def _same_case(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take a typed yes or no for the press of the button that it stands for."""
    if understood.assent is None:
        return False
    action = "case.same" if understood.assent is Assent.YES else "case.new"
    shown = press(reply, action, question.kept["about"], lines[-1].id)
    if shown is not None:
        reply.say(shown)
    return True


FLOWS: Final[Mapping[str, Flow]] = MappingProxyType(
    {flow.name: flow for flow in (Flow(SAME_CASE, _same_case), RECEIPT_FLOW)}
)
