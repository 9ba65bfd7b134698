"""The buttons of the staff's group, looked up in one table. What is returned is shown over the chat for a moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from crm.cases import held_by
from crm.cases.handoff_queries import conversation_of_topic
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.doing import (
    SNOOZED_FOR,
    At,
    do_finish,
    do_release,
    do_say,
    do_snooze,
    do_take_over,
    note_where_said,
    talk_of,
)
from crm.conversation.staffing.group_words import ask_how_it_ended
from crm.conversation.staffing.values import GroupPress
from crm.history import CustomersTopic, ask_for_brief, topic_in_thread
from crm.history.agents_words import Note, agents_note, undelivered
from crm.kernel.session import Session
from crm.staff import Member, member_at


def take_group_press(session: Session, press: GroupPress, snapshot: Snapshot, now: datetime) -> str | None:
    """Do what a button in the group stands for. Returns the key of what to show for a moment, or None."""
    place = press.place
    member = member_at(session, "telegram", press.user_id)
    if member is None or not member.role.answers:
        return "staff_only"
    action = ACTIONS.get(press.action or "")
    topic = None
    if place.thread_id is not None:
        topic = topic_in_thread(session, place.account, place.external_id, place.thread_id)
    if action is None or topic is None:
        return "old_button"
    return action(At(session, snapshot, topic.id, press.key, now), member, topic, press.argument)


def _take(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    conversation_id = _conversation(at, topic, argument)
    if conversation_id is None:
        return "old_button"
    return None if do_take_over(at, conversation_id, member) is not None else "staff_taken_already"


def _conversation(at: At, topic: CustomersTopic, argument: str) -> int | None:
    """Return the conversation that a button names, if it is what its topic is about."""
    current = conversation_of_topic(at.session, topic.id)
    return current if argument == str(current) else None


def _release(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    conversation_id = _conversation(at, topic, argument)
    if conversation_id is None:
        return "old_button"
    return None if do_release(at, talk_of(at, conversation_id), member) else "staff_not_yours_now"


def _finish(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    conversation_id = _conversation(at, topic, argument)
    if conversation_id is None:
        return "old_button"
    if held_by(at.session, talk_of(at, conversation_id), member) is None:
        return "staff_not_yours_now"
    ask_how_it_ended(at, conversation_id)
    return None


def _ended(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    how, _, named = argument.partition(".")
    conversation_id = _conversation(at, topic, named)
    if conversation_id is None:
        return "old_button"
    talk = talk_of(at, conversation_id)
    if how == "nothing":
        return None if do_release(at, talk, member) else "staff_not_yours_now"
    language = at.snapshot.business.default_language if talk.language is None else talk.language
    known = next((each for each in at.snapshot.business.languages if each == language), None)
    words = at.snapshot.wording.word(known or at.snapshot.business.default_language, "resolution_solved")
    return None if do_finish(at, talk, member, words) else "staff_not_yours_now"


def _snooze(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    conversation_id = _conversation(at, topic, argument)
    if conversation_id is None:
        return "old_button"
    done = do_snooze(at, talk_of(at, conversation_id), member, at.now + SNOOZED_FOR)
    return None if done else "staff_not_yours_now"


def _take_and_send(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    """Take the conversation over where need be, and send words that were kept as a note: they are the same member's."""
    note = agents_note(at.session, int(argument))
    conversation_id = conversation_of_topic(at.session, topic.id)
    if note is None or conversation_id is None or note.conversation_id != conversation_id:
        return "old_button"
    if note.author != member.actor:
        return "staff_not_yours_now"
    if do_take_over(at, conversation_id, member) is None:
        return "staff_taken_already"
    _send_note(at, member, topic, note)
    return None


def _send_note(at: At, member: Member, topic: CustomersTopic, note: Note) -> None:
    sending = At(at.session, at.snapshot, at.topic_id, f"sent:{note.key}", at.now)
    talk = talk_of(at, note.conversation_id)
    said = do_say(sending, talk, member, note.html)
    if said is not None and note.message_id is not None:
        note_where_said(sending, talk, said, chat_id=topic.chat_id, message_id=note.message_id)


def _send_again(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    """Send words again that did not arrive, with their files, as words of who has the conversation now."""
    lost = undelivered(at.session, int(argument))
    conversation_id = conversation_of_topic(at.session, topic.id)
    if lost is None or lost.conversation_id != conversation_id or conversation_id is None:
        return "old_button"
    talk = talk_of(at, conversation_id)
    if held_by(at.session, talk, member) is None:
        return "staff_not_yours_now"
    again = At(at.session, at.snapshot, at.topic_id, f"again:{lost.interaction_id}", at.now)
    said = do_say(again, talk, member, lost.html, files=lost.files)
    if said is None:
        return "button_done"
    if lost.message_id is not None:
        note_where_said(again, talk, said, chat_id=topic.chat_id, message_id=lost.message_id)
    return None


def _brief(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    ask_for_brief(at.session, topic.id, at.key)
    return None


def _history(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    ask_for_brief(at.session, topic.id, f"history:{at.key}")
    return None


def _note(at: At, member: Member, topic: CustomersTopic, argument: str) -> str | None:
    return "staff_note_hint"


ACTIONS: Final[dict[str, Callable[[At, Member, CustomersTopic, str], str | None]]] = {
    "staff.take": _take,
    "staff.release": _release,
    "staff.finish": _finish,
    "staff.ended": _ended,
    "staff.snooze": _snooze,
    "staff.send": _take_and_send,
    "staff.again": _send_again,
    "staff.brief": _brief,
    "staff.history": _history,
    "staff.note": _note,
}
