"""One turn: what a customer does is recorded, and answered at once or a moment later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from crm.conversation.asking_consent import ask_who_joined
from crm.conversation.commands import parse_command
from crm.conversation.deciding import decide
from crm.conversation.editing import answer_edit
from crm.conversation.pressing import press
from crm.conversation.replying import Reply, language_for
from crm.conversation.snapshot import Snapshot
from crm.conversation.understanding import Understanding
from crm.customers import Person, close_channel, meet, reopen_channel
from crm.customers.models import Chat
from crm.customers.reaching import BLOCKED_BY_CUSTOMER
from crm.history import (
    Conversation,
    Line,
    Said,
    Talk,
    find_talk,
    mark_rest_of_secret,
    record_inbound,
    said_since,
    spoke_after,
    start_talk,
    version_before,
    waiting_since,
)
from crm.history.models import Direction
from crm.kernel.masking import HIDDEN
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CONVERSATIONS, CHATS = table_of(Conversation), table_of(Chat)
PUT_OFF = timedelta(seconds=1.5)
LONGEST_PUT_OFF = timedelta(seconds=6)
"""Who writes on and on is answered so long after their first words: about when people begin to wonder (ADR 4)."""
BACKLOG = timedelta(seconds=60)
"""What is older when it comes was said while Ingat was away: it is answered as a whole."""

_put_off = Prepared(
    update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation")).values(decide_at=bindparam("due"))
)
_due = Prepared(
    select(
        CONVERSATIONS.c.id,
        CONVERSATIONS.c.customer_id,
        CONVERSATIONS.c.decided_through,
        CHATS.c.channel,
        CHATS.c.account,
        CHATS.c.external_id,
    )
    .join(CHATS, CHATS.c.id == CONVERSATIONS.c.chat_id)
    .where(CONVERSATIONS.c.decide_at <= bindparam("now"))
    .order_by(CONVERSATIONS.c.decide_at)
    .limit(100)
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button's action with its argument, as it was checked at the border. None was readable: an old button."""

    action: str
    argument: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What the edge needs to know: was it new, and what to show for a moment over a pressed button."""

    is_new: bool
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A conversation whose put-off answer is due, with its words and what was understood of them."""

    channel: str
    account: str
    external_id: str
    through: int
    texts: tuple[str, ...]
    understood: Understanding


def take_words(
    session: Session,
    person: Person,
    said: Said,
    understood: Understanding,
    snapshot: Snapshot,
    now: datetime,
    *,
    more_waiting: bool,
) -> Taken:
    """Record what the customer said and decide, or put the decision off where more is likely to come."""
    talk = talk_with(session, person, now)
    marked = mark_rest_of_secret(session, talk, said)
    if marked is not said:
        said, understood = marked, snapshot.understand([HIDDEN])
    interaction_id = record_inbound(session, talk, said, now)
    if interaction_id is None:
        return Taken(is_new=False)
    _can_be_reached(session, talk, said.said_at)
    is_command = parse_command(said.text) is not None
    if talk.decide_at is not None or more_waiting or (not is_command and _more_may_come(said, understood, now)):
        soon = now if is_command or not _more_may_come(said, understood, now) else now + PUT_OFF
        _wait_until(session, talk, now + PUT_OFF if more_waiting else soon)
        return Taken(is_new=True)
    decide(session, talk, [_line_of(interaction_id, said)], understood, snapshot, now)
    return Taken(is_new=True)


def _wait_until(session: Session, talk: Talk, due: datetime) -> None:
    """Put the decision off, but not without end: words that wait already bound it."""
    if talk.decide_at is not None:
        since = waiting_since(session, talk.customer_id, talk.conversation_id, talk.decided_through)
        due = due if since is None else min(due, since + LONGEST_PUT_OFF)
    session.change(_put_off, {"conversation": talk.conversation_id, "due": due})
    session.touched.add("decisions")


def _more_may_come(said: Said, understood: Understanding, now: datetime) -> bool:
    if said.album_id is not None or now - said.said_at > BACKLOG:
        return True
    return said.kind == "text" and (understood.is_only_greeting or understood.is_fragment)


def _line_of(interaction_id: int, said: Said) -> Line:
    return Line(
        interaction_id, Direction.INBOUND, said.kind, said.text, said.payload, "customer", said.said_at,
        said.message_id, said.album_id,
    )  # fmt: skip


def take_press(
    session: Session, person: Person, said: Said, pressed: Pressed | None, snapshot: Snapshot, now: datetime
) -> Taken:
    """Record a press and do what its button stands for."""
    talk = talk_with(session, person, now)
    interaction_id = record_inbound(session, talk, said, now)
    if interaction_id is None:
        return Taken(is_new=False)
    _can_be_reached(session, talk, None)
    language = language_for(talk, None, snapshot)
    reply = Reply(session, talk, snapshot, language, now)
    shown = "old_button" if pressed is None else press(reply, pressed.action, pressed.argument, interaction_id)
    ask_who_joined(reply)
    reply.queue(f"press:{interaction_id}")
    text = None
    if shown is not None:
        text = snapshot.wording.say(reply.language, shown, customer_name=talk.customer_name)
    return Taken(is_new=True, shown=text)


def take_quietly(session: Session, person: Person, said: Said, now: datetime) -> Taken:
    """Record what asks for no answer: a reaction, a service message, a block or unblock."""
    talk = talk_with(session, person, now)
    if record_inbound(session, talk, said, now) is None:
        return Taken(is_new=False)
    if said.kind == "block":
        _close(session, talk, said.said_at)
    elif said.kind == "unblock":
        reopen_channel(session, talk.identity_id, said.said_at)
    else:
        _can_be_reached(session, talk, said.said_at)
    return Taken(is_new=True)


def _close(session: Session, talk: Talk, at: datetime) -> None:
    """Close the channel, unless the customer has spoken since: the block comes late, its lifting later or never."""
    if not spoke_after(session, talk.customer_id, talk.conversation_id, at):
        close_channel(session, talk.identity_id, BLOCKED_BY_CUSTOMER, at)


def take_edit(
    session: Session, person: Person, said: Said, understood: Understanding, snapshot: Snapshot, now: datetime
) -> Taken:
    """Record an edit. What was not answered yet is decided with its new words; otherwise a change of meaning is."""
    talk = talk_with(session, person, now)
    edit_id = record_inbound(session, talk, said, now)
    if edit_id is None:
        return Taken(is_new=False)
    _can_be_reached(session, talk, said.said_at)
    before = version_before(session, talk, said.message_id, edit_id)
    if before is not None and before.first_id <= talk.decided_through:
        reply = Reply(session, talk, snapshot, language_for(talk, understood.language, snapshot), now)
        answer_edit(reply, before, _line_of(edit_id, said), understood)
        reply.queue(f"edit:{edit_id}")
    return Taken(is_new=True)


def talk_with(session: Session, person: Person, now: datetime) -> Talk:
    """Return the conversation with a person, getting to know them first where they are new."""
    talk = find_talk(session, person.channel, person.account, person.external_id)
    if talk is None:
        customer_id, _, chat_id = meet(session, person, now)
        start_talk(session, customer_id, chat_id)
        talk = find_talk(session, person.channel, person.account, person.external_id)
    if talk is None:
        raise LookupError(f"no conversation with {person.channel}:{person.external_id} after it was started")
    return talk


def _can_be_reached(session: Session, talk: Talk, said_at: datetime | None) -> None:
    """Lift a closed channel: whoever writes can be reached. A block that came after the words stays.

    `said_at` None: a press, which Telegram does not date. The channel is open from the words on, not from now on: a
    block between the two may still be on its way here.
    """
    if talk.closed_reason is None or talk.reach_changed_at is None:
        return
    said_at = said_at or talk.reach_changed_at
    if talk.closed_reason != BLOCKED_BY_CUSTOMER or said_at >= talk.reach_changed_at:
        reopen_channel(session, talk.identity_id, max(said_at, talk.reach_changed_at))


def due_conversations(session: Session, snapshot: Snapshot, now: datetime) -> list[Due]:
    """Return the conversations whose put-off answer is due, understood before any transaction."""
    due = []
    for conversation_id, customer_id, through, channel, account, external_id in session.rows(_due, {"now": now}):
        lines = said_since(session, customer_id, conversation_id, through)
        texts = _texts_of(lines)
        last = lines[-1].id if lines else through
        due.append(Due(channel, account, external_id, last, texts, snapshot.understand(texts)))
    return due


def _texts_of(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.text)


def decide_due(session: Session, due: Due, snapshot: Snapshot, now: datetime) -> bool:
    """Decide a due conversation and return whether it was: not if another process did, or more was said or edited."""
    talk = find_talk(session, due.channel, due.account, due.external_id)
    if talk is None or talk.decide_at is None or talk.decide_at > now:
        return False
    lines = said_since(session, talk.customer_id, talk.conversation_id, talk.decided_through)
    if not lines:
        session.change(_put_off, {"conversation": talk.conversation_id, "due": None})
        return False
    if lines[-1].id != due.through or _texts_of(lines) != due.texts:
        return False
    decide(session, talk, lines, due.understood, snapshot, now)
    if said_since(session, talk.customer_id, talk.conversation_id, due.through):  # more than are answered at once
        session.change(_put_off, {"conversation": talk.conversation_id, "due": now})
    return True
