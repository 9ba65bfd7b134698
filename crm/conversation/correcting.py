"""A number that the customer corrects: in the case that it opened, or in the question that it asked."""

import re
from collections.abc import Sequence
from datetime import timedelta

from crm.cases import OpenCase, attach, cases_with
from crm.conversation.adding import is_from_here, offer_not_this, words_in
from crm.conversation.complaining import known_cases
from crm.conversation.handing_over import notify
from crm.conversation.recognising_corrections import Correction, correction_in
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Direction, Line, recent_lines

CORRECTED_WITHIN = timedelta(hours=1)
"""A number without more ("eh salah, maksudnya 4412") is taken for another one only so long after that."""
LOOKED_AT = 20
"""So many of the last lines are looked through for the number that was wrong."""


def take_correction(reply: Reply, lines: Sequence[Line], understood: Understanding) -> Understanding | None:
    """Correct an order number if that is what the words do. Returns what is to be answered now: nothing (None), the
    question that was asked with the wrong number, or, where nothing is corrected, the words as they were understood.
    """
    said = [line for line in lines if line.text]
    correction = correction_in(said[0].text) if len(said) == 1 else None
    if correction is None or (correction.wrong is None and understood.complaint is not None):
        return understood
    before = _line_before(reply, lines, correction)
    case = _case_meant(reply, correction, before)
    if case is not None:
        attach(
            reply.session, case.id, [line.id for line in lines],
            customer_id=reply.talk.customer_id, at=reply.now, order_number=correction.right,
        )  # fmt: skip
        say_corrected(reply, case, correction.right, lines)
        offer_not_this(reply, case, lines)
        return None
    if before is None or cases_with(reply.session, before.id):
        return understood
    wrong = correction.wrong or order_number_in(before.text) or ""
    return reply.snapshot.understand([re.sub(re.escape(wrong), correction.right, before.text, flags=re.IGNORECASE)])


def say_corrected(reply: Reply, case: OpenCase, order_number: str, lines: Sequence[Line]) -> None:
    """Say that a case has another order number now, and tell the staff. `case` is as it was before."""
    wrong = case.order_number if is_from_here(reply, case) else None
    reply.say("order_corrected", case_number=case.number, order_number=order_number, wrong=wrong)
    notify(
        reply, "staff_order_corrected", f"corrected:{lines[-1].id}", case_number=case.number,
        order_number=order_number, wrong=case.order_number, last_words=words_in(lines),
    )  # fmt: skip


def _line_before(reply: Reply, lines: Sequence[Line], correction: Correction) -> Line | None:
    """Return what the customer said last with the wrong number in it, or with any number if none is called wrong."""
    customer_id, since = reply.talk.customer_id, lines[0].said_at - CORRECTED_WITHIN
    earlier = recent_lines(reply.session, customer_id, most=LOOKED_AT, before_id=lines[0].id, among=[customer_id])
    for line in reversed(earlier):
        if line.direction == Direction.INBOUND and line.said_at >= since:
            number = order_number_in(line.text)
            if number is not None and correction.wrong in {None, number} and number != correction.right:
                return line
    return None


def _case_meant(reply: Reply, correction: Correction, before: Line | None) -> OpenCase | None:
    """Return the case that has the wrong number: of these words, or by the number, or the last one without any."""
    cases = [case for case in known_cases(reply) if case.is_open and case.order_number != correction.right]
    if before is not None:
        linked, wrong = cases_with(reply.session, before.id), order_number_in(before.text)
        return next((case for case in cases if case.id in linked and case.order_number == wrong), None)
    if correction.wrong is not None:
        return next((case for case in cases if case.order_number == correction.wrong), None)
    fresh = [case for case in cases if reply.now - case.last_said_at <= CORRECTED_WITHIN]
    return next((case for case in fresh if case.order_number is None), None)
