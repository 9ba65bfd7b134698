"""Nobody is asked for what they have said: an agent who asks for it is shown the answer, and may have to tap."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from crm.cases import OpenCase
from crm.conversation.recognising_asked_facts import Asked, AskedFor, asked_in
from crm.conversation.staffing.doing import At, open_cases
from crm.conversation.wording import BriefFact
from crm.history import Direction, FactKind, KnownFact, Talk, current_facts, recent_lines, without_taken_back

LINES_READ: Final = 40
PICTURES_OF: Final = timedelta(days=7)
"""A picture that came within this time is one that need not be asked for again."""
_PICTURES: Final = frozenset({"photo", "video", "document"})
_FACTS: Final[Mapping[AskedFor, FactKind]] = {
    AskedFor.ORDER: FactKind.ORDER,
    AskedFor.ADDRESS: FactKind.ADDRESS,
    AskedFor.PHONE: FactKind.PHONE,
    AskedFor.PRODUCT: FactKind.PRODUCT,
    AskedFor.DATE: FactKind.DATE,
}


def answers_to(at: At, talk: Talk, text: str) -> tuple[tuple[BriefFact, ...], bool]:
    """Return what the customer has said already of what a text asks for, and whether it asks for nothing else.

    In the second case the message may wait for one tap.
    """
    asked = asked_in(text)
    if not asked:
        return (), False
    facts, cases = current_facts(at.session, talk.customer_id, at.now), open_cases(at, talk)
    known = [(one, answer) for one in asked for answer in [_answer(at, talk, one, facts, cases)] if answer is not None]
    return tuple(answer for _, answer in known), bool(known) and all(one.may_wait for one, _ in known)


def _answer(at: At, talk: Talk, asked: Asked, facts: list[KnownFact], cases: list[OpenCase]) -> BriefFact | None:
    return next(_answers(at, talk, asked.what, facts, cases), None)


def _answers(at: At, talk: Talk, what: AskedFor, facts: list[KnownFact], cases: list[OpenCase]) -> Iterator[BriefFact]:
    for fact in facts:
        if fact.kind is _FACTS.get(what):
            yield BriefFact(kind=what.value, value=fact.value, stated_at=fact.stated_at)
    for case in cases:
        said = case.words if what is AskedFor.PROBLEM else case.order_number if what is AskedFor.ORDER else None
        if said:
            yield BriefFact(kind=what.value, value=said, stated_at=case.opened_at)
    if what is AskedFor.PHOTO and (sent_at := _last_picture_at(at, talk)) is not None:
        yield BriefFact(kind=what.value, value="", stated_at=sent_at)


def _last_picture_at(at: At, talk: Talk) -> datetime | None:
    lines = without_taken_back(recent_lines(at.session, talk.customer_id, most=LINES_READ))
    sent = [line.said_at for line in lines if line.direction == Direction.INBOUND and line.kind in _PICTURES]
    return max((moment for moment in sent if at.now - moment < PICTURES_OF), default=None)
