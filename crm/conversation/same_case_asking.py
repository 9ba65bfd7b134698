"""Asking whether words are about a complaint that is known, where that is likely but not sure."""

from collections.abc import Sequence
from datetime import timedelta

from crm.cases import OpenCase, ask_about
from crm.conversation.adding import remembered, tell_news, words_in
from crm.conversation.flows import ask
from crm.conversation.recognising import ALWAYS_ASKED
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.replying import Reply
from crm.history import Line

SAME_CASE = "same_case"
"""The flow of the question."""
ANSWERED_WITHIN = timedelta(minutes=15)
"""Words about which the customer says nothing for so long are a complaint of their own: none falls between."""


def ask_about_case(reply: Reply, case: OpenCase, lines: Sequence[Line], category: ComplaintCategory) -> None:
    """Ask whether lines, which complain about `category`, are about a case. Of health the staff hear at once."""
    about = f"{case.id}.{lines[0].id}.{lines[-1].id}"
    ask_about(
        reply.session, case.id, reply.talk.conversation_id,
        first_id=lines[0].id, last_id=lines[-1].id, due_at=reply.now + ANSWERED_WITHIN,
    )  # fmt: skip
    ask(reply, SAME_CASE, "same", about=about, is_delicate=not ALWAYS_ASKED.isdisjoint({category, case.category}))
    say_question(reply, case, about)
    if category is ComplaintCategory.HEALTH:
        tell_news(reply, case, "added", key=f"asked:{lines[-1].id}", words=words_in(lines))


def say_question(reply: Reply, case: OpenCase, about: str) -> None:
    """Say the question with its buttons. `about` names the case, and the first and last of the words."""
    reply.say("complaint_known_ask", **remembered(reply, case))
    reply.offer("yes", "case.same", about)
    reply.offer("no_new", "case.new", about)
