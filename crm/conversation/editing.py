"""An edit of a message that was answered already: said to only where it means something else now."""

from crm.cases import OpenCase, attach, cases_of, cases_with
from crm.conversation.complaining import RECENTLY_CLOSED, tell_news
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Version


def answer_edit(reply: Reply, before: Version, after: str, understood: Understanding, edit_id: int) -> None:
    """Acknowledge new words: note them in the case of the old ones, and answer the questions that they ask.

    `understood` is what the new words mean. Another spelling of the same meaning is not worth a word.
    """
    if not _means_something_else(reply, before.text, after, understood):
        return
    case = _case_of(reply, before)
    if case is not None:
        attach(reply.session, case.id, [edit_id], customer_id=reply.talk.customer_id, at=reply.now)
    if case is not None or reply.talk.holder == "waiting":
        tell_news(reply, case, "edited", key=str(edit_id), words=after)
    reply.say("edited_noted", case_number=case.number if case else None)
    if understood.questions:
        answers = tuple(question.article.answer_in(reply.language) for question in understood.questions)
        reply.say("article_answer", answers=answers)


def _means_something_else(reply: Reply, before: str, after: str, understood: Understanding) -> bool:
    if before.split() == after.split():
        return False
    earlier = reply.snapshot.understand([before])
    return _meaning(earlier) != _meaning(understood)


def _meaning(understood: Understanding) -> tuple[object, ...]:
    complaint = understood.complaint
    return (
        {question.article.slug for question in understood.questions},
        complaint and (complaint.category, complaint.order_number),
        understood.wants_person,
        understood.case_number,
    )


def _case_of(reply: Reply, before: Version) -> OpenCase | None:
    linked = cases_with(reply.session, before.first_id)
    cases = cases_of(reply.session, reply.talk.customer_id, closed_since=reply.now - RECENTLY_CLOSED)
    return next((case for case in cases if case.id in linked), None)
