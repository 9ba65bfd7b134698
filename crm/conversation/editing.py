"""An edit of a message that was answered already: said to only where it means something else now."""

from dataclasses import replace

from crm.cases import OpenCase, attach, cases_with
from crm.conversation.adding import tell_news
from crm.conversation.answering_outlets import answer_outlets
from crm.conversation.complaining import known_cases, take_complaint
from crm.conversation.correcting import say_corrected
from crm.conversation.handing_over import hand_over
from crm.conversation.hiding import warn_of_secret
from crm.conversation.meanings import keep
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.remembering_facts import remember_facts
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Line, Version


def answer_edit(reply: Reply, before: Version, edit: Line, understood: Understanding) -> None:
    """Acknowledge new words: note them in the case of the old ones, and answer what they ask or complain about.

    `understood` is what the new words mean. Another spelling of the same meaning is not worth a word.
    """
    earlier = reply.snapshot.understand([before.text])
    if not earlier.hides_secret:
        warn_of_secret(reply, understood)
    remember_facts(reply, [edit])
    if before.text.split() == edit.text.split() or _meaning(earlier) == _meaning(understood):
        return
    keep(reply, edit.id, understood)
    case = _case_of(reply, before)
    if case is None and understood.complaint is not None:
        take_complaint(reply, understood.complaint, [replace(edit, id=before.first_id)])
        _attach(reply, _case_of(reply, before), before, edit)
    elif case is not None and (number := _corrected(before, edit, case)) is not None:
        _attach(reply, case, before, edit, order_number=number)
        say_corrected(reply, case, number, [edit])
    else:
        _attach(reply, case, before, edit)
        if case is not None or reply.talk.holder == "waiting":
            tell_news(reply, case, "edited", key=str(edit.id), words=edit.text)
        reply.say("edited_noted", case_number=case.number if case else None)
    if understood.questions:
        answers = tuple(question.article.answer_in(reply.language) for question in understood.questions)
        reply.say("article_answer", answers=answers)
    if understood.outlet_question is not None:
        answer_outlets(reply, understood.outlet_question, [edit])
    if understood.wants_person and not earlier.wants_person:
        hand_over(reply, reason="asked", key=f"handoff:{edit.id}", last_words=edit.text)


def _corrected(before: Version, edit: Line, case: OpenCase) -> str | None:
    """Return the order number that an edit puts in the place of the case's, or None."""
    wrong, right = order_number_in(before.text), order_number_in(edit.text)
    return right if right not in {None, wrong} and case.order_number in {None, wrong} else None


def _attach(
    reply: Reply, case: OpenCase | None, before: Version, edit: Line, *, order_number: str | None = None
) -> None:
    if case is not None:
        attach(
            reply.session, case.id, [edit.id],
            customer_id=reply.talk.customer_id, at=reply.now, version_of=before.first_id, order_number=order_number,
        )  # fmt: skip


def _meaning(understood: Understanding) -> tuple[object, ...]:
    complaint = understood.complaint
    return (
        {question.article.slug for question in understood.questions},
        complaint and (complaint.category, complaint.order_number),
        understood.wants_person,
        understood.case_number,
        understood.withdraws,
        understood.outlet_question and understood.outlet_question.outlets,
    )


def _case_of(reply: Reply, before: Version) -> OpenCase | None:
    linked = cases_with(reply.session, before.first_id)
    return next((case for case in known_cases(reply) if case.id in linked), None)
