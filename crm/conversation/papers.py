"""A receipt is asked for its number, and a proof of payment is passed on: the bot sees no picture and confirms none."""

import re
from collections.abc import Sequence
from typing import Final

from crm.conversation.flows import Flow, Question, ask
from crm.conversation.handing_over import notify
from crm.conversation.media import shows_a_case
from crm.conversation.recognising_cancelling import says_skip
from crm.conversation.recognising_papers import Paper, paper_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Line
from crm.knowledge import words_of

RECEIPT: Final = "receipt"
_PICTURES: Final = frozenset({"photo", "document", "video"})
_NUMBER: Final = re.compile(r"(?<![\w-])#?([a-z]{0,6}[-/.]?\d[\w/.-]{2,30})(?![\w-])", re.IGNORECASE)


def answer_paper(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Answer a turn that is about a paper and nothing else. Returns whether it was."""
    if understood.complaint is not None or understood.follow_up or understood.wants_person:
        return False
    text = "\n".join(line.text for line in lines if line.text)
    paper = paper_in(text, words_of(text))
    has_picture = any(line.kind in _PICTURES for line in lines)
    if paper is None or (paper is Paper.RECEIPT and (understood.questions or not has_picture)):
        return False
    if has_picture and shows_a_case(reply, lines):
        return True
    if paper is Paper.RECEIPT:
        _ask_for_number(reply, text)
    else:
        reply.say("payment_passed_on", has_proof=paper is Paper.PROOF and has_picture)
    notify(
        reply, "staff_handoff", f"paper:{lines[-1].id}", reason="attachment" if has_picture else "payment",
        last_words=text, case_number=None,
    )  # fmt: skip
    return True


def _ask_for_number(reply: Reply, text: str) -> None:
    number = _NUMBER.search(text)
    if number is not None:
        reply.say("receipt_number_noted", number=number[1].upper())
        return
    _remind(reply)
    ask(reply, RECEIPT, "number")


def _remind(reply: Reply, question: Question | None = None) -> None:
    reply.say("receipt_number_ask", again=question is not None)


def _take_number(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    text = "\n".join(line.text for line in lines)
    if says_skip(words_of(text)):
        reply.say("receipt_number_skipped")
        return True
    number = _NUMBER.search(text)
    if number is None or understood.complaint is not None:
        return False
    reply.say("receipt_number_noted", number=number[1].upper())
    notify(
        reply, "staff_more", f"receipt:{lines[-1].id}", news="added", last_words=text, case_number=None,
        is_overdue=False,
    )  # fmt: skip
    return True


RECEIPT_FLOW: Final = Flow(RECEIPT, _take_number, _remind)
