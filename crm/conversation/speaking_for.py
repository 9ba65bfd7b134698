"""Somebody who speaks for another person: their message is taken, and nothing of the other's is told."""

from collections.abc import Sequence

from crm.conversation.adding import tell_news, words_in
from crm.conversation.complaining import take_as_new
from crm.conversation.recognising_people import speaks_for_another
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.history import Line
from crm.knowledge import words_of


def own_words(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that the customer wrote: what is forwarded is somebody else's, and says nothing of them."""
    return [line for line in lines if not any(str(name).startswith("forward") for name in line.payload or ())]


def take_for_another(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take words such as "saya suaminya Siti, keluhannya bagaimana?". Returns whether they were such.

    A complaint becomes a case of this chat, never a part of another's; what anybody may know is answered.
    """
    words = words_in(lines)
    if not speaks_for_another(words_of(words)):
        return False
    if understood.complaint is not None:
        take_as_new(reply, understood.complaint, lines, for_another=True)
    else:
        reply.say("on_behalf")
        tell_news(reply, None, "added", key=str(lines[-1].id), words=words)
    if understood.questions:
        answers = tuple(question.article.answer_in(reply.language) for question in understood.questions)
        reply.say("article_answer", answers=answers)
    return True
