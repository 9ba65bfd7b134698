"""Answering praise, suggestions and wishes: praise is thanked for, the rest is passed on to the team."""

from collections.abc import Sequence

from crm.conversation.following_up import open_cases
from crm.conversation.handing_over import notify
from crm.conversation.replying import Reply
from crm.conversation.understanding import Remark, RemarkKind, Understanding
from crm.history import Line

_PASSED_ON = {RemarkKind.SUGGESTION: "suggestion_passed_on", RemarkKind.WISH: "wish_passed_on"}


def answer_remarks(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> None:
    """Thank for praise, and pass suggestions and wishes on. A wish that an article answers was a question."""
    _thank(reply, understood, lines)
    for kind, message in _PASSED_ON.items():
        remarks = _of(understood, kind)
        if kind is RemarkKind.WISH and understood.questions:
            remarks = [remark for remark in remarks if remark.is_hope]
        if remarks:
            _tell_staff(reply, kind, remarks, lines)
            guessed = {"has_guesses": bool(understood.guesses)} if kind is RemarkKind.WISH else {}
            reply.say(message, **guessed)


def _thank(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> None:
    """Thank for praise, soberly where something is still open: it may be meant in scorn, or be kind in spite of it."""
    praise = _of(understood, RemarkKind.PRAISE)
    if not praise or understood.complaint is not None:
        return
    is_sober = reply.talk.holder == "waiting" or understood.is_upset or bool(open_cases(reply))
    if is_sober:
        _tell_staff(reply, RemarkKind.PRAISE, praise, lines)
    reply.say("praise_reply", is_sober=is_sober)


def _of(understood: Understanding, kind: RemarkKind) -> list[Remark]:
    return [remark for remark in understood.remarks if remark.kind is kind]


def _tell_staff(reply: Reply, kind: RemarkKind, remarks: Sequence[Remark], lines: Sequence[Line]) -> None:
    words = "\n".join(remark.words for remark in remarks)
    notify(reply, "staff_remark", f"{kind}:{lines[-1].id}", kind=kind.value, last_words=words)
