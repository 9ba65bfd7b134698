"""The flows by name, and that of the smallest: a bare yes or no."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from crm.conversation.complaining import SAME_CASE, ask_whether_same
from crm.conversation.confirming_orders import ORDER_OF_CASE, remind_of_order, take_order
from crm.conversation.consenting import CONSENT, take_consent_answer
from crm.conversation.flows import Flow, Question
from crm.conversation.identity_flow import remind_of_claim, take_claim_answer
from crm.conversation.my_data import CORRECTED_FACT, remind_of_correction, take_correction
from crm.conversation.papers import RECEIPT_FLOW
from crm.conversation.pressing import case_and_lines, press
from crm.conversation.profiling import PROFILE, remind_of_profile, take_profile_answer
from crm.conversation.proving import CLAIM
from crm.conversation.replying import Reply
from crm.conversation.understanding import Assent, Courtesy, Understanding
from crm.history import Line


def _same_case(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take a typed yes or no for the press of the button that it stands for.

    "Ok" is a yes too where nothing is lost by it: the words can be taken off the case again, and nothing is delicate.
    """
    about, is_nod = question.kept["about"], understood.courtesy is Courtesy.AGREED
    if is_nod and not question.kept.get("is_delicate", True):
        press(reply, "case.same", about, lines[-1].id)
        reply.offer("not_this", "case.detach", about)
        return True
    if understood.assent is None:
        return False
    shown = press(reply, "case.same" if understood.assent is Assent.YES else "case.new", about, lines[-1].id)
    if shown is not None:
        reply.say(shown)
    return True


def _ask_same_again(reply: Reply, question: Question) -> None:
    case, _ = case_and_lines(reply, question.kept["about"])
    if case is None:
        reply.say("not_understood_plain")
    else:
        ask_whether_same(reply, case, question.kept["about"])


FLOWS: Final[Mapping[str, Flow]] = MappingProxyType(
    {
        flow.name: flow
        for flow in (
            Flow(SAME_CASE, _same_case, remind=_ask_same_again),
            RECEIPT_FLOW,
            Flow(CLAIM, take_claim_answer, remind_of_claim),
            Flow(PROFILE, take_profile_answer, remind_of_profile),
            Flow(CONSENT, take_consent_answer),
            Flow(CORRECTED_FACT, take_correction, remind_of_correction),
            Flow(ORDER_OF_CASE, take_order, remind_of_order),
        )
    }
)
