"""Telling a customer that they typed what nobody should ask of them: it is hidden wherever words are shown."""

from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding


def warn_of_secret(reply: Reply, understood: Understanding) -> None:
    """Say that a number or a password was hidden, after all else that is to be said."""
    if understood.hides_secret:
        reply.say("secret_hidden")


def is_only_secret(reply: Reply, understood: Understanding) -> bool:
    """Whether words that mean nothing else need no further answer. For who waits they are passed on, hidden."""
    return understood.hides_secret and reply.talk.holder != "waiting"
