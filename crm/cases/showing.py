"""Showing a handoff to the staff: the topic of its customer, which follows them from now on."""

from datetime import datetime

from crm.cases.holding import note_topic, open_handoff
from crm.customers.queries import customers_of_root
from crm.history import Talk, ask_for_brief, open_topic, reopen_topic, topic_of_customer
from crm.history.mirroring import begin_mirroring, end_mirroring, last_interaction
from crm.kernel.session import Session
from crm.staff import forum_chat


def show_to_staff(session: Session, talk: Talk, at: datetime) -> int | None:
    """Let the topic of a handoff's customer follow them, with a summary first; return it, None without a forum.

    It is made for the first handoff and found again for the next.
    """
    chat_id, handoff = forum_chat(session, talk.chat_id), open_handoff(session, talk.conversation_id)
    if chat_id is None or handoff is None:
        return None
    topic_id = topic_of_customer(session, chat_id, talk.customer_id)
    if topic_id is None:
        name = talk.customer_name.strip() or f"#{talk.customer_id}"
        key = f"customer:{talk.customer_id}"
        topic_id = open_topic(session, chat_id, key=key, name=name, at=at, customer_id=talk.customer_id)
    reopen_topic(session, topic_id, at)
    note_topic(session, handoff.id, topic_id)
    known = max(last_interaction(session, customer) for customer in customers_of_root(session, talk.customer_id))
    begin_mirroring(session, topic_id, known)
    ask_for_brief(session, topic_id, f"handoff:{handoff.id}")
    return topic_id


def show_no_more(session: Session, talk: Talk, topic_id: int | None) -> None:
    """Let a topic follow its customer no further than to here: the bot answers again."""
    if topic_id is not None:
        end_mirroring(session, topic_id, talk.customer_id)
