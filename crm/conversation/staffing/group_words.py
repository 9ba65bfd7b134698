"""What is said in the staff's group: to the customer by who has the conversation, else among the staff."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crm.cases import held_by
from crm.cases.handoff_queries import conversation_of_topic
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.asking_twice import answers_to
from crm.conversation.staffing.doing import (
    At,
    do_assign,
    do_finish,
    do_release,
    do_say,
    do_snooze,
    do_take_over,
    note_where_said,
)
from crm.conversation.staffing.durations import duration_in
from crm.conversation.staffing.entering import BINDING, take_code
from crm.conversation.staffing.speaking import button, say_in_chat
from crm.conversation.staffing.values import GroupWords
from crm.history import (
    CustomersTopic,
    Holder,
    Method,
    Talk,
    ask_for_brief,
    find_talk_of,
    record_note,
    topic_in_thread,
)
from crm.history.mirroring import said_by_message
from crm.kernel.session import Session
from crm.staff import Group, Member, group_at, member_at, note_rights, set_duty

NOTE_SIGN: Final = "//"
DUTY: Final = frozenset({"on", "off"})


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a customer's topic by somebody of the staff."""

    at: At
    words: GroupWords
    member: Member
    talk: Talk
    topic: CustomersTopic

    @property
    def now(self) -> datetime:
        """When it was said."""
        return self.at.now


def take_group_words(session: Session, said: GroupWords, snapshot: Snapshot, now: datetime) -> bool:
    """Do what words in a group ask for. Returns False for a group that is not the staff's: it is left."""
    place = said.place
    member = None if said.is_anonymous else member_at(session, "telegram", said.user_id)
    name, argument = command_in(said.text)
    if name in BINDING and argument and take_code(session, said, member, argument, snapshot):
        return True
    group = group_at(session, place.account, place.external_id)
    if group is None or not group.is_staffs:
        if group is None or not group.waits_for_code(now):
            return False
        if name in BINDING and said.is_anonymous:
            _refuse(session, said, group, None, snapshot, now)
        return True
    if place.is_forum and not group.is_forum and group.state is not None:
        note_rights(session, group, lacks=group.lacks, is_forum=True)
    if not said.is_service:
        _take(session, said, group, member, snapshot, now)
    return True


def _take(
    session: Session, said: GroupWords, group: Group, member: Member | None, snapshot: Snapshot, now: datetime
) -> None:
    place = said.place
    topic = None
    if place.thread_id is not None:
        topic = topic_in_thread(session, place.account, place.external_id, place.thread_id)
    conversation_id = None if topic is None else conversation_of_topic(session, topic.id)
    if member is None:
        if topic is not None or said.text.startswith("/"):
            _refuse(session, said, group, topic, snapshot, now)
        return
    if topic is None or conversation_id is None:
        if command_in(said.text)[0] in DUTY:
            _go_on_or_off_duty(session, said, member, group.chat_id, snapshot, now)
        return
    at = At(session, snapshot, topic.id, said.key, now)
    in_topic = Said(at, said, member, find_talk_of(session, conversation_id), topic)
    if said.is_edit:
        _edit(in_topic)
    else:
        _say(in_topic)


def _refuse(
    session: Session, said: GroupWords, group: Group, topic: CustomersTopic | None, snapshot: Snapshot, now: datetime
) -> None:
    """Say politely, once a day to each, that only the staff may write here. Nothing is changed."""
    key = f"refused:{group.chat_id}:{said.user_id}:{now.date()}"
    if topic is None:
        say_in_chat(session, snapshot, group.chat_id, "staff_refused", key=key, at=now, is_anonymous=said.is_anonymous)
    else:
        At(session, snapshot, topic.id, key, now).say("staff_refused", is_anonymous=said.is_anonymous)


def _go_on_or_off_duty(
    session: Session, said: GroupWords, member: Member, chat_id: int, snapshot: Snapshot, now: datetime
) -> None:
    name, _ = command_in(said.text)
    set_duty(session, member, duty=name == "on", at=now)
    say_in_chat(
        session, snapshot, chat_id, "staff_duty", key=f"{said.key}:duty", at=now, agent=member.name,
        on_duty=name == "on",
    )  # fmt: skip


def _say(said: Said) -> None:
    """Do what a message in a topic stands for: a note, a command, words for the customer, or words among the staff."""
    text = said.words.text
    name, argument = command_in(text)
    if text.startswith(NOTE_SIGN):
        _note(said, text.removeprefix(NOTE_SIGN).strip())
    elif name is not None and name in COMMANDS:
        COMMANDS[name](said, argument)
    elif name in DUTY:
        _go_on_or_off_duty(said.at.session, said.words, said.member, said.topic.chat_id, said.at.snapshot, said.now)
    elif name is not None:
        said.at.say("staff_commands", agent=said.member.name)
    elif held_by(said.at.session, said.talk, said.member) is not None:
        _answer_customer(said)
    else:
        _among_the_staff(said)


def _answer_customer(said: Said) -> None:
    """Send an agent's words, unless they only ask for what is known: then they wait for one tap."""
    known, asks_for_nothing_else = answers_to(said.at, said.talk, said.words.text)
    if known and asks_for_nothing_else and said.words.attachment is None:
        note_id = _note(said, said.words.text)
        if note_id is not None:
            anyway = ((button(said.at.snapshot, "send_anyway", "staff.send", note_id),),)
            said.at.say("staff_known_already", known=known, waits=True, now=said.now, buttons=anyway)
        return
    send(said.at, said.talk, said.member, said.words, said.topic)
    if known:
        said.at.say("staff_known_already", known=known, waits=False, now=said.now)


def send(at: At, talk: Talk, member: Member, words: GroupWords, topic: CustomersTopic) -> None:
    """Send an agent's message to the customer, with its file."""
    files = () if words.attachment is None else (words.attachment,)
    interaction_id = do_say(at, talk, member, words.html, files=files)
    if interaction_id is not None:
        note_where_said(at, talk, interaction_id, chat_id=topic.chat_id, message_id=words.message_id)


def _edit(said: Said) -> None:
    """Change at the customer's what an agent has changed here, as long as they have the conversation."""
    about = said_by_message(said.at.session, said.topic.chat_id, said.words.message_id)
    if said.words.text.startswith((NOTE_SIGN, "/")):
        return
    if about is not None and held_by(said.at.session, said.talk, said.member) is not None:
        do_say(said.at, said.talk, said.member, said.words.html, method=Method.EDIT, about=about)


def _note(said: Said, text: str) -> int | None:
    return record_note(said.at.session, said.talk, said.words.key, text, said.now, author=said.member.actor)


def _among_the_staff(said: Said) -> None:
    """Keep words of somebody who does not have the conversation as a note; offer to take it over and send them."""
    note_id = _note(said, said.words.text)
    is_free = said.talk.holder not in (Holder.AGENT, Holder.SNOOZED)
    if note_id is None or not (is_free and said.member.role.answers and said.words.text):
        return
    offer = ((button(said.at.snapshot, "take_and_send", "staff.send", note_id),),)
    said.at.say("staff_not_sent", agent=said.member.name, buttons=offer)


def _take_over(said: Said, argument: str) -> None:
    if said.member.role.answers:
        do_take_over(said.at, said.talk.conversation_id, said.member)


def _release(said: Said, argument: str) -> None:
    if not do_release(said.at, said.talk, said.member):
        said.at.say("staff_not_yours", agent=said.member.name)


def _finish(said: Said, argument: str) -> None:
    if not argument:
        ask_how_it_ended(said.at, said.talk.conversation_id)
    elif not do_finish(said.at, said.talk, said.member, argument):
        said.at.say("staff_not_yours", agent=said.member.name)


def ask_how_it_ended(at: At, conversation_id: int) -> None:
    """Ask for the reason that closing needs: two that fit often, or words of one's own."""
    choices = (
        (button(at.snapshot, "finish_solved", "staff.ended", f"solved.{conversation_id}"),),
        (button(at.snapshot, "finish_nothing", "staff.ended", f"nothing.{conversation_id}"),),
    )
    at.say("staff_finish_ask", buttons=choices)


def _snooze(said: Said, argument: str) -> None:
    until = said.now + (duration_in(argument) or timedelta(hours=1))
    if not do_snooze(said.at, said.talk, said.member, until):
        said.at.say("staff_not_yours", agent=said.member.name)


def _assign(said: Said, argument: str) -> None:
    if not do_assign(said.at, said.talk, said.member, argument):
        said.at.say("staff_not_assigned", agent=said.member.name)


def _brief(said: Said, argument: str) -> None:
    ask_for_brief(said.at.session, said.topic.id, said.words.key)


def _write_note(said: Said, argument: str) -> None:
    if argument:
        _note(said, argument)
    else:
        said.at.say("staff_note_how")


def _history(said: Said, argument: str) -> None:
    ask_for_brief(said.at.session, said.topic.id, f"history:{said.words.key}")


COMMANDS: Final[dict[str, Callable[[Said, str], None]]] = {
    "ambil": _take_over,
    "take": _take_over,
    "kembalikan": _release,
    "release": _release,
    "selesai": _finish,
    "done": _finish,
    "tunda": _snooze,
    "snooze": _snooze,
    "tugaskan": _assign,
    "assign": _assign,
    "ringkasan": _brief,
    "brief": _brief,
    "riwayat": _history,
    "history": _history,
    "catatan": _write_note,
    "note": _write_note,
}
"""What the staff type in a topic, in both languages."""


def command_in(text: str) -> tuple[str | None, str]:
    """Return the command that a text is, in small letters and without the bot's name, and what follows it."""
    if not text.startswith("/") or text.startswith(NOTE_SIGN) or len(text) == 1:
        return None, ""
    head, _, argument = text[1:].partition(" ")
    return head.partition("@")[0].lower(), argument.strip()
