"""What asks for nothing: a greeting, thanks, "ok", a bare yes or no. It opens no case and starts no clock."""

from collections.abc import Sequence

from crm.conversation.answering_outlets import has_place
from crm.conversation.greetings import Greeting
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.conversation.welcoming import welcome
from crm.history import Line


def acknowledge(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Answer a turn that asks for nothing in kind. Returns False where there is more in it."""
    if understood.is_only_greeting and has_place(lines):
        return False
    if understood.courtesy is not None:
        reply.say(f"{understood.courtesy}_reply")
    elif understood.is_only_greeting:
        if not welcome(reply, lines, understood.greeting, asks_what_is_new=False):
            reply.say("greeting_reply", greeting=understood.greeting)
    elif understood.assent is not None and not _says_more(understood):
        reply.say("agreed_reply")
    else:
        return False
    return True


def greet_back(reply: Reply, understood: Understanding) -> None:
    """Put a greeting before the answer, where the customer greeted. A mere knock ("P", "permisi") is only answered."""
    if understood.greeting is not None and understood.greeting is not Greeting.KNOCK and reply.parts:
        reply.say("greeting_back", greeting=understood.greeting)
        reply.parts.insert(0, reply.parts.pop())


def _says_more(understood: Understanding) -> bool:
    return bool(understood.questions or understood.guesses or understood.follow_up or understood.complaint)
