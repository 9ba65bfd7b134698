"""Writing the summary into a customer's topic: at a handoff, when it is asked for, and when the topic is made again."""

from datetime import datetime
from typing import Final

from crm.cases import open_handoff
from crm.cases.brief import Brief, read_brief
from crm.cases.handoff_queries import conversation_of_topic
from crm.conversation.commands import parse_command
from crm.conversation.showing import shown
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.doing import buttons_of_held
from crm.conversation.staffing.speaking import button, say_in_topic
from crm.conversation.wording import BriefCase, BriefFact, BriefLine, BriefShown
from crm.history import Button, Holder, find_talk_of
from crm.history.topics import note_brief
from crm.kernel.session import Session
from crm.staff import on_duty

WORDS_SHOWN: Final = 5
FACTS_SHOWN: Final = 8
HISTORY_SHOWN: Final = 20


def write_brief(session: Session, topic_id: int, why: str, snapshot: Snapshot, now: datetime) -> bool:
    """Write what is due into a topic. Returns False if another process has, or there is nothing to tell."""
    conversation_id = conversation_of_topic(session, topic_id)
    if conversation_id is None:
        note_brief(session, topic_id, why)
        return False
    talk = find_talk_of(session, conversation_id)  # locked first, as by every turn that asks for a summary
    if not note_brief(session, topic_id, why):
        return False
    brief = read_brief(session, talk.customer_id, conversation_id, now)
    key = f"brief:{topic_id}:{why}"
    if why.startswith("history:"):
        items = shown(brief.lines, HISTORY_SHOWN)
        say_in_topic(session, snapshot, topic_id, "staff_history", key=key, at=now, items=items, now=now)
        return True
    handoff = open_handoff(session, conversation_id)
    waits = talk.holder == Holder.WAITING
    mentions = tuple((member.name, member.external_id) for member in on_duty(session)) if waits else ()
    say_in_topic(
        session, snapshot, topic_id, "staff_brief", key=key, at=now, now=now, mentions=mentions,
        again=why.startswith("again:"), brief=_shown(brief, now, is_closed=talk.closed_reason is not None),
        buttons=_buttons(snapshot, conversation_id, talk.holder) if handoff is not None else (),
    )  # fmt: skip
    return True


def _buttons(snapshot: Snapshot, conversation_id: int, holder: str) -> tuple[tuple[Button, ...], ...]:
    if holder in (Holder.AGENT, Holder.SNOOZED):
        return buttons_of_held(snapshot, conversation_id)
    return (
        (button(snapshot, "take_over", "staff.take", conversation_id),),
        (button(snapshot, "history", "staff.history"), button(snapshot, "note", "staff.note")),
    )


def _shown(brief: Brief, now: datetime, *, is_closed: bool) -> BriefShown:
    """Return what the template knows: words with their dates, secrets hidden."""
    said = [line for line in brief.said if parse_command(line.text) is None]
    return BriefShown(
        customer=brief.name or f"#{brief.customer_id}",
        since=brief.since,
        writes_in=brief.language,
        proved=brief.proved,
        waits_since=brief.waits_since,
        agent=brief.agent,
        is_closed=is_closed,
        said=tuple(BriefLine(at=line.said_at, text=line.text) for line in said[-WORDS_SHOWN:]),
        pictures=brief.pictures,
        facts=tuple(
            BriefFact(kind=fact.kind.value, value=fact.value, stated_at=fact.stated_at)
            for fact in brief.facts[:FACTS_SHOWN]
        ),
        tried=tuple((tried.at, tried.agent, tried.outcome) for tried in brief.tried),
        cases=tuple(BriefCase(case, case.is_overdue(now)) for case in brief.open_cases),
        ended=tuple(BriefCase(case, case.is_overdue(now)) for case in brief.ended_cases),
    )
