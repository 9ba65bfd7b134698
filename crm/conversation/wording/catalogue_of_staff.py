"""The messages of the staff at work, and what customers hear of who answers them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crm.cases import CasePriority, CaseState, OpenCase
from crm.cases.waiting_list import WaitingLine
from crm.conversation.recognising_asked_facts import AskedFor
from crm.conversation.recognising_serious import SeriousKind
from crm.conversation.wording.messages import HistoryLine, Kind, Message, Speaker, Variable
from crm.conversation.wording.variables import (
    A_NOW,
    CASE_NUMBER,
    CUSTOMER,
    EARLIER,
    LAST_WORDS,
    LATER_TODAY,
    NEXT_YEAR,
    NOW,
    NUMBERS,
)
from crm.kernel.masking import masked


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """Words of a customer's, as the staff see them: secrets hidden."""

    at: datetime
    text: str

    def __post_init__(self) -> None:
        """Hide what was typed by mistake."""
        object.__setattr__(self, "text", masked(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefFact:
    """Something that a customer told us, by its kind."""

    kind: str
    value: str
    stated_at: datetime

    def __post_init__(self) -> None:
        """Hide what was typed by mistake."""
        object.__setattr__(self, "value", masked(self.value))


@dataclass(frozen=True, slots=True)
class BriefCase:
    """A complaint as the staff see it. `is_overdue`: the time has passed by which a reply was promised."""

    case: OpenCase
    is_overdue: bool

    @property
    def words(self) -> str:
        """What was complained of, secrets hidden."""
        return masked(self.case.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefShown:
    """All that the brief says. `tried` is when, who and how it ended; `proved` are channels."""

    customer: str
    since: datetime
    writes_in: str | None
    proved: tuple[str, ...]
    waits_since: datetime | None
    agent: str | None
    is_closed: bool
    said: tuple[BriefLine, ...]
    pictures: int
    facts: tuple[BriefFact, ...]
    tried: tuple[tuple[datetime, str | None, str | None], ...]
    cases: tuple[BriefCase, ...]
    ended: tuple[BriefCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorLine:
    """One thing said, as a topic shows it. `who` is a name; `by` who that is: customer, bot, team or note."""

    at: datetime
    by: str
    who: str
    kind: str
    text: str

    def __post_init__(self) -> None:
        """Hide what the customer typed by mistake."""
        if self.by == "customer":
            object.__setattr__(self, "text", masked(self.text))


_WORDS: Final = 'Kopinya tumpah & gelasnya <retak>, "parah"'
_WAITING: Final = (("waiting", EARLIER, None), ("agent", EARLIER, "Sari <CS>"), ("snoozed", A_NOW, "Sari"))
ROLES: Final = ("owner", "lead", "agent", "cashier")
RIGHTS: Final = ("can_manage_topics", "can_delete_messages", "can_pin_messages")
_CASE: Final = BriefCase(
    OpenCase(
        id=42, conversation_id=1, state=CaseState.OPEN, priority=CasePriority.HIGH, category="damaged",
        order_number="4411", outlet=None, words=_WORDS, opened_at=EARLIER, due_at=LATER_TODAY, last_said_at=EARLIER,
        owner="Sari",
        promise="penggantinya <dikirim>", promise_due_at=NEXT_YEAR, promise_kept_at=None, promise_kept_how=None,
        solved_at=None, resolution=None,
        told_at=None,
    ),
    is_overdue=True,
)  # fmt: skip
_ENDED: Final = BriefCase(
    OpenCase(
        id=41, conversation_id=1, state=CaseState.SOLVED, priority=CasePriority.NORMAL, category="other",
        order_number=None, outlet=None, words=_WORDS, opened_at=EARLIER, due_at=EARLIER, last_said_at=EARLIER,
        owner=None, promise=None,
        promise_due_at=None, promise_kept_at=None, promise_kept_how=None,
        solved_at=EARLIER, resolution="Sudah <diganti>", told_at=EARLIER,
    ),
    is_overdue=False,
)  # fmt: skip
_FACTS: Final = tuple(
    BriefFact(kind=kind, value="KD-4411 <x>", stated_at=EARLIER)
    for kind in ("order", "product", "address", "phone", "date", "preference")
)
_AGENT: Final = Variable("agent", "who of the team", ("Sari <CS>",))
_MAYBE_AGENT: Final = Variable("agent", "who of the team, or none", (None, "Sari <CS>"))
_CUSTOMER: Final = Variable("customer", "whose it is, as the team knows them", ("Siti <Rahma>",))
_MENTIONS: Final = Variable(
    "mentions", "pairs of name and Telegram number of those who are called", ((), (("Sari <CS>", "7"), ("Dimas", "8")))
)
SERIOUS_KINDS: Final = tuple(kind.value for kind in SeriousKind)
_ON_DUTY: Final = Variable("on_duty", "whether on duty now", (False, True))
_ROLE: Final = Variable("role", f"which: {', '.join(ROLES)}", ROLES)
_LACKS: Final = Variable(
    "lacks", f"rights that the bot lacks, of {', '.join(RIGHTS)}; none where they are not known", (None, (), RIGHTS)
)
_IS_FORUM: Final = Variable("is_forum", "whether the group has topics", (False, True))
_LINES: Final = tuple(
    MirrorLine(at=EARLIER, by=by, who="Siti <R>", kind=kind, text=text)
    for by in ("customer", "bot", "team", "note")
    for kind, text in (("text", _WORDS), ("photo", ""), ("edit", _WORDS))
)
_OPENS_AT: Final = Variable("opens_at", "when the team is back, or none while it is open", (None, NEXT_YEAR))
_CASE_NUMBERS: Final = Variable("case_numbers", "the complaints that were solved; may be empty", ((), NUMBERS[:1]))
_RESOLUTION: Final = Variable("resolution", "how it ended, in words for the customer", ("Sudah <diganti> hari ini",))

TO_CUSTOMERS: Final = (
    Message("agent_joined", "Somebody of the team has taken the conversation over.", (_AGENT,)),
    Message("agent_left", "The team has given the conversation back to the assistant.", (_MAYBE_AGENT,)),
    Message("agent_has_it", "/human, while somebody of the team answers already.", (_MAYBE_AGENT,)),
    Message("agent_put_back", "Whoever had the conversation cannot go on; somebody else will.", (_MAYBE_AGENT,)),
    Message("agent_late", "Nobody of the team has come yet. Said once.", (_OPENS_AT, NOW)),
    Message("agent_finished", "The team has closed the matter.", (_RESOLUTION, _CASE_NUMBERS)),
    Message("agent_answers", "A button of the assistant's, while the team answers.", kind=Kind.CALLBACK_ANSWER),
)

IN_PRIVATE: Final = (
    Message("staff_joined", "Who followed a link of the staff's is one of them now.", (_ROLE, _AGENT)),
    Message("staff_link_expired", "A link of the staff's that works no more."),
    Message("staff_own_duty", "/on and /off.", (_ON_DUTY,)),
    Message("staff_leads_only", "/staff by somebody who does not lead."),
    Message(
        "staff_list",
        "/staff: who is of the team. The buttons add somebody, or bind a group.",
        (Variable("team", "each with name, role and whether on duty", ((), tuple(("Sari", r, True) for r in ROLES))),),
    ),
    Message(
        "staff_new_link",
        "A link that makes somebody one of the team, to be passed on.",
        (_ROLE, _MAYBE_AGENT, Variable("link", "the link", ("https://t.me/kopidemo_bot?start=staff-a",))),
    ),
    Message(
        "staff_group_code",
        "How to bind the team's group.",
        (
            Variable("code", "the code", ("AB23CD45",)),
            Variable("link", "a link that takes the bot into a group", ("https://t.me/kopidemo_bot?startgroup=A",)),
        ),
    ),
    Message(
        "staff_group_lost",
        "The bot was put out of the team's group. Told to who bound it, alone.",
        (Variable("group", "what the group is called, or none", ("Tim <CS>", None)),),
    ),
    Message("staff_removed", "Somebody is no longer of the team.", (_AGENT,)),
    Message("staff_who", "/staff remove, and it is not clear whom.", (_MAYBE_AGENT,)),
)

_FULL: Final = BriefShown(
    customer="Siti <Rahma>", since=EARLIER, writes_in="id", proved=("phone", "card"), waits_since=EARLIER, agent=None,
    is_closed=True, said=(BriefLine(at=EARLIER, text=_WORDS),), pictures=2, facts=_FACTS,
    tried=((EARLIER, "Sari", "finished"), (EARLIER, None, "released")), cases=(_CASE,), ended=(_ENDED,),
)  # fmt: skip
_BARE: Final = BriefShown(
    customer="#42", since=EARLIER, writes_in=None, proved=(), waits_since=None, agent="Sari", is_closed=False, said=(),
    pictures=0, facts=(), tried=(), cases=(), ended=(),
)  # fmt: skip
_BRIEF: Final = Message(
    "staff_brief",
    "In a customer's topic: all that who takes over must know.",
    (
        Variable(
            "brief",
            "who it is (customer, since, writes_in, proved, is_closed), who waits or answers (waits_since, agent), "
            "what they said and told us (said, pictures, facts), what was tried, and complaints (cases, ended)",
            (_FULL, _BARE),
        ),
        Variable("again", "whether the topic had to be made again", (False, True)),
        _MENTIONS,
        NOW,
    ),
    Kind.STAFF,
)

IN_TOPICS: Final = (
    _BRIEF,
    Message(
        "staff_history",
        "/riwayat: the last things said, oldest first.",
        (
            Variable(
                "items", "each with at, speaker, kind and text",
                ((), tuple(HistoryLine(at=EARLIER, speaker=by, kind="photo", text=_WORDS) for by in Speaker)),
            ),
            NOW,
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_mirror",
        "What was said since the last such message.",
        (
            Variable("lines", "each with at, by, who, kind and text", (_LINES[:1], _LINES)),
            Variable("late_s", "by how many seconds it is late, or none", (None, 45)),
        ),
        Kind.STAFF,
    ),
    Message("staff_taken", "Somebody has taken a conversation over.", (_AGENT,), Kind.STAFF),
    Message(
        "staff_taken_before", "A second person wanted to take it over.",
        (_AGENT, Variable("tried", "who came second", ("Dimas",))), Kind.STAFF,
    ),
    Message("staff_released", "The bot answers again.", (_AGENT,), Kind.STAFF),
    Message(
        "staff_snoozed", "A conversation was put away.",
        (_AGENT, Variable("until", "until when", (LATER_TODAY, NEXT_YEAR)), NOW), Kind.STAFF,
    ),
    Message("staff_woken", "A conversation that was put away is due again.", (_AGENT,), Kind.STAFF),
    Message(
        "staff_finished", "The matter is closed, with what the customer was told.",
        (_AGENT, _RESOLUTION, _CASE_NUMBERS), Kind.STAFF,
    ),
    Message("staff_finish_ask", "Closing needs a reason. The buttons are two of them.", (), Kind.STAFF),
    Message("staff_not_yours", "Who wants to do this does not have the conversation.", (_AGENT,), Kind.STAFF),
    Message(
        "staff_not_sent", "Words of somebody who does not have the conversation. The button takes it over and sends.",
        (_AGENT,), Kind.STAFF,
    ),
    Message("staff_commands", "A command that the team does not have.", (_AGENT,), Kind.STAFF),
    Message("staff_not_assigned", "/tugaskan, and it is not clear to whom, or they may not.", (_AGENT,), Kind.STAFF),
    Message("staff_note_how", "How a note is written.", (), Kind.STAFF),
    Message(
        "staff_put_back", "A conversation waits again: its agent is silent, or gone.",
        (_MAYBE_AGENT, Variable("why", "which: silent or gone", ("silent", "gone"))), Kind.STAFF,
    ),
    Message(
        "staff_silent", "A customer waits for the words of their agent.",
        (_AGENT, Variable("since", "since when, or none", (None, EARLIER)), NOW), Kind.STAFF,
    ),
    Message(
        "staff_still_waiting", "Nobody has taken a conversation over yet.",
        (
            Variable("customer", "who waits; may be empty", ("Siti <Rahma>", "")),
            Variable("since", "since when", (EARLIER, A_NOW)), NOW, _MENTIONS,
            Variable("everybody", "whether the whole team is called", (False, True)),
            Variable("is_serious", "whether it cannot wait, whatever the hour", (False, True)),
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_known_already", "An agent asks for what the customer has said already: here is the answer.",
        (
            Variable(
                "known", "what the customer has said: kind, value, stated_at",
                tuple((BriefFact(kind=kind.value, value="KD-4411 <x>", stated_at=EARLIER),) for kind in AskedFor),
            ),
            Variable("waits", "whether the question waits for a tap", (False, True)), NOW,
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_undelivered", "An agent's words did not reach the customer. The button sends them again.",
        (Variable("reason", "why, in short", ("bot was blocked by the user", None)),), Kind.STAFF,
    ),
    Message(
        "staff_refused", "A stranger, or an anonymous admin, wrote where only the team may.",
        (Variable("is_anonymous", "whether they wrote as the group", (False, True)),), Kind.STAFF,
    ),
)  # fmt: skip

IN_GROUPS: Final = (
    Message(
        "staff_waiting",
        "The pinned message: who waits, the oldest first, and whose the others are.",
        (
            Variable(
                "lines",
                "each with customer, holder (waiting, agent, snoozed), since and agent",
                ((), tuple(WaitingLine("Siti <R>", *rest) for rest in _WAITING)),
            ),
            NOW,
        ),
        Kind.STAFF,
    ),
    Message("staff_group_ask_code", "The bot is in a group, and waits for its code.", (), Kind.STAFF),
    Message("staff_group_wrong_code", "A code that is wrong, used, or too old.", (), Kind.STAFF),
    Message("staff_group_bound", "A group is the team's from now on.", (_LACKS, _IS_FORUM), Kind.STAFF),
    Message("staff_group_rights", "The bot's rights in the team's group changed.", (_LACKS, _IS_FORUM), Kind.STAFF),
    Message(
        "staff_serious",
        "Something that cannot wait: poisoning, a threat. Sent at any hour.",
        (
            CUSTOMER,
            LAST_WORDS,
            CASE_NUMBER,
            _MENTIONS,
            Variable("kind", f"which: {', '.join(SERIOUS_KINDS)}", SERIOUS_KINDS),
        ),
        Kind.STAFF,
    ),
    Message("staff_duty", "/on and /off in the group.", (_AGENT, _ON_DUTY), Kind.STAFF),
    Message("staff_only", "A button of the team's, pressed by somebody else.", kind=Kind.CALLBACK_ANSWER),
    Message("staff_taken_already", "Somebody else was faster.", kind=Kind.CALLBACK_ANSWER),
    Message("staff_not_yours_now", "Only who has the conversation may do this.", kind=Kind.CALLBACK_ANSWER),
    Message("staff_note_hint", "How a note is written.", kind=Kind.CALLBACK_ANSWER),
)

OF_STAFF: Final = (*TO_CUSTOMERS, *IN_PRIVATE, *IN_TOPICS, *IN_GROUPS)
