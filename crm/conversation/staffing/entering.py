"""How a group becomes the staff's: the bot is taken in by somebody who leads, and the right code is sent there."""

from crm.cases.handoff_queries import open_handoffs
from crm.cases.showing import show_to_staff
from crm.conversation.snapshot import Snapshot
from crm.conversation.staffing.speaking import say_in_chat, words
from crm.conversation.staffing.values import BotTakenIn, GroupWords, Place
from crm.history import Content, ask_for_brief, find_talk, find_talk_of, queue_outbound
from crm.kernel.session import Session
from crm.staff import (
    Group,
    Member,
    Role,
    bind_group,
    group_at,
    invite_group,
    member_at,
    members,
    note_place,
    note_rights,
)

BINDING = frozenset({"bind", "start"})
"""The commands that a code follows: typed, or sent by a link that takes the bot into a group."""


def take_bot_taken_in(session: Session, event: BotTakenIn, snapshot: Snapshot) -> bool:
    """Note that the bot is in a group, and with which rights. Returns False for a group that is not for us."""
    place = event.place
    group = group_at(session, place.account, place.external_id)
    if event.is_out:
        if group is not None and note_place(session, group, is_in=False):
            _tell_who_bound_it(session, snapshot, group, event)
        return True
    if group is not None and group.is_staffs:
        note_place(session, group, is_in=True)
        if note_rights(session, group, lacks=event.lacks, is_forum=place.is_forum):
            _say_rights(session, snapshot, group, event)
            _write_briefs_again(session, event)
        return True
    by = member_at(session, "telegram", event.by_user_id)
    if by is None or not by.role.leads:
        return group is not None and group.waits_for_code(event.at)
    invite_group(session, place.account, place.external_id, title=place.title, is_forum=place.is_forum, at=event.at)
    invited = group_at(session, place.account, place.external_id)
    if invited is not None:
        note_rights(session, invited, lacks=event.lacks, is_forum=place.is_forum)
        if event.joined:
            key = f"invited:{invited.chat_id}:{event.at.isoformat()}"
            say_in_chat(session, snapshot, invited.chat_id, "staff_group_ask_code", key=key, at=event.at)
    return True


def _tell_who_bound_it(session: Session, snapshot: Snapshot, group: Group, event: BotTakenIn) -> None:
    """Tell who bound the group, in their own chat, that the staff see nothing there any more; else the owner."""
    team = [member for member in members(session) if member.id == group.bound_by or member.role is Role.OWNER]
    team.sort(key=lambda member: member.id != group.bound_by)
    talk = find_talk(session, "telegram", event.place.account, team[0].external_id) if team else None
    if talk is not None:
        text = words(snapshot, "staff_group_lost", group=event.place.title)
        key = f"lost:{group.chat_id}:{event.at.isoformat()}"
        queue_outbound(session, talk, Content(html=text), key=key, now=event.at)


def _write_briefs_again(session: Session, event: BotTakenIn) -> None:
    """Have the summaries written that could not be, as long as the bot might not make topics."""
    if "can_manage_topics" in event.lacks:
        return
    for handoff in open_handoffs(session):
        if handoff.topic_id is not None:
            ask_for_brief(session, handoff.topic_id, f"rights:{event.at.isoformat()}")


def _say_rights(session: Session, snapshot: Snapshot, group: Group, event: BotTakenIn) -> None:
    key = f"rights:{group.chat_id}:{event.at.isoformat()}"
    say_in_chat(
        session, snapshot, group.chat_id, "staff_group_rights", key=key, at=event.at,
        lacks=event.lacks, is_forum=event.place.is_forum,
    )  # fmt: skip


def take_code(session: Session, said: GroupWords, member: Member | None, code: str, snapshot: Snapshot) -> bool:
    """Bind a group if somebody who leads sends the right code there. Returns whether words were meant for that.

    Who waits for a person already is shown there.
    """
    if member is None or not member.role.leads or said.is_anonymous:
        return False
    place = said.place
    is_bound = bind_group(
        session, place.account, place.external_id, code, member=member, title=place.title, is_forum=place.is_forum,
        at=said.at,
    )  # fmt: skip
    group = _known(session, place, said)
    if is_bound:
        say_in_chat(
            session, snapshot, group.chat_id, "staff_group_bound", key=f"bound:{said.key}", at=said.at,
            lacks=group.lacks, is_forum=group.is_forum,
        )  # fmt: skip
        for handoff in open_handoffs(session):
            show_to_staff(session, find_talk_of(session, handoff.conversation_id), said.at)
    elif group.is_staffs or group.waits_for_code(said.at):
        say_in_chat(session, snapshot, group.chat_id, "staff_group_wrong_code", key=f"code:{said.key}", at=said.at)
    else:
        return False
    return True


def _known(session: Session, place: Place, said: GroupWords) -> Group:
    group = group_at(session, place.account, place.external_id)
    if group is None:
        invite_group(session, place.account, place.external_id, title=place.title, is_forum=place.is_forum, at=said.at)
        group = group_at(session, place.account, place.external_id)
    if group is None:
        raise LookupError(f"no group {place.external_id} after it was noted")
    return group
