"""The commands of the menu, looked up in one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.conversation.arriving import say_by_which_link
from crm.conversation.consenting import stop
from crm.conversation.following_up import open_cases, say_status
from crm.conversation.handing_over import hand_over
from crm.conversation.my_data import show_my_data, show_privacy
from crm.conversation.profiling import ask_about_merge, ask_language, show_profile
from crm.conversation.replying import Reply
from crm.conversation.showing import shown
from crm.conversation.showing_elsewhere import offer_elsewhere
from crm.conversation.staffing.private import answer_staff_command, say_joined
from crm.conversation.switching import offer_members
from crm.conversation.welcoming import welcome
from crm.customers import customers_told
from crm.history import Line, recent_lines, without_taken_back
from crm.staff import is_staff_link

ITEMS_SHOWN = 10
OF_STAFF = frozenset({"staff", "on", "off"})
"""Commands that only the staff have. Their words tell nothing of the language in which somebody writes."""
HISTORY_LINES = 30
"""So many are read: an album is one item, and not all is shown."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command with what follows it."""

    name: str
    argument: str


def command_in(lines: Sequence[Line]) -> Command | None:
    """Return the last command among a turn's lines, or None if there is none."""
    return next((command for line in reversed(lines) if (command := parse_command(line.text))), None)


def parse_command(text: str) -> Command | None:
    """Return the command that a text is, without the bot's name, or None."""
    if not text.startswith("/") or len(text) == 1:
        return None
    head, _, argument = text[1:].partition(" ")
    return Command(head.partition("@")[0].lower(), argument.strip())


def answer_command(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    """Answer a command; one that does not exist is said to be so."""
    COMMANDS.get(command.name, _unknown)(reply, command, lines)


def _start(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    first = reply.talk.introduced_at is None
    if first:
        reply.changes["introduced_at"] = reply.now
    if is_staff_link(command.argument):
        say_joined(reply, command.argument)
    elif command.argument:
        say_by_which_link(reply, command.argument, is_first=first)
    if first:
        reply.say("hello")
    elif not command.argument:
        if not welcome(reply, lines, None, asks_what_is_new=True):
            reply.say("welcome_back", case_numbers=tuple(case.number for case in open_cases(reply)))
        ask_about_merge(reply)


def _help(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    reply.say("help")


def _language(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    ask_language(reply)


def _profile(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    show_profile(reply)


def _switch(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    offer_members(reply)


def _status(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    cases = open_cases(reply)
    if cases:
        say_status(reply, cases)
    else:
        reply.say("status_none")


def _history(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    told = customers_told(reply.session, reply.talk.customer_id)
    earlier = recent_lines(reply.session, reply.talk.customer_id, most=HISTORY_LINES, before_id=lines[0].id, among=told)
    items = shown(without_taken_back(earlier), ITEMS_SHOWN)
    if not items:
        reply.say("history_empty")
        offer_elsewhere(reply)
        return
    reply.say("history", items=items, now=reply.now)
    offer_elsewhere(reply)


def _human(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    said = command.argument or next((line.text for line in reversed(lines) if not line.text.startswith("/")), "")
    hand_over(reply, reason="asked", key=f"handoff:{lines[-1].id}", last_words=said)


def _of_staff(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    if not answer_staff_command(reply, command.name, command.argument):
        reply.say("unknown_command")


def _unknown(reply: Reply, command: Command, lines: Sequence[Line]) -> None:
    reply.say("unknown_command")


COMMANDS: dict[str, Callable[[Reply, Command, Sequence[Line]], None]] = {
    "start": _start,
    "help": _help,
    "language": _language,
    "profile": _profile,
    "switch": _switch,
    "status": _status,
    "history": _history,
    "human": _human,
    **dict.fromkeys(OF_STAFF, _of_staff),
    "mydata": lambda reply, command, lines: show_my_data(reply),
    "privacy": lambda reply, command, lines: show_privacy(reply),
    "stop": lambda reply, command, lines: stop(reply, lines[-1].id),
}
