"""What somebody of the staff does in their own chat with the bot, which is a customer's chat for all the rest."""

from collections.abc import Sequence
from typing import Final

from crm.conversation.replying import Reply
from crm.conversation.staffing.dismissing import dismiss
from crm.customers import account_of_chat
from crm.staff import (
    Member,
    Role,
    StaffArrival,
    follow_staff_link,
    member_at,
    members,
    new_group_code,
    new_staff_link,
    set_duty,
)

_ROLES: Final = {
    "agen": Role.AGENT, "agent": Role.AGENT, "lead": Role.LEAD, "ketua": Role.LEAD,
    "kasir": Role.CASHIER, "cashier": Role.CASHIER, "owner": Role.OWNER, "pemilik": Role.OWNER,
}  # fmt: skip


def say_joined(reply: Reply, payload: str) -> None:
    """Make who came by a link of the staff's one of them, or say kindly that it works no more."""
    session, talk = reply.session, reply.talk
    joined = follow_staff_link(
        session, payload, external_id=account_of_chat(session, talk.chat_id), name=talk.customer_name, at=reply.now
    )
    if joined.member is None or joined.arrival in {StaffArrival.EXPIRED, StaffArrival.UNKNOWN}:
        reply.say("staff_link_expired")
        return
    reply.say("staff_joined", role=joined.member.role.value, agent=joined.member.name)


def answer_staff_command(reply: Reply, name: str, argument: str) -> bool:
    """Answer a command of the staff's. Returns False for who is not of them: to them there is no such command."""
    member = member_at(reply.session, "telegram", account_of_chat(reply.session, reply.talk.chat_id))
    if member is None:
        return False
    reply.is_silent = False
    reply.language = reply.snapshot.business.default_language
    if name in {"on", "off"}:
        set_duty(reply.session, member, duty=name == "on", at=reply.now)
        reply.say("staff_own_duty", on_duty=name == "on")
    elif not member.role.leads:
        reply.say("staff_leads_only")
    else:
        _run_the_team(reply, member, argument.split())
    return True


def _run_the_team(reply: Reply, member: Member, words: Sequence[str]) -> None:
    verb, rest = (words[0].lower(), words[1:]) if words else ("", [])
    if verb in {"add", "tambah"}:
        _invite(reply, member, rest)
    elif verb in {"remove", "hapus"}:
        _remove(reply, member, " ".join(rest))
    elif verb in {"group", "grup"}:
        _offer_code(reply, member)
    else:
        show_team(reply)


def show_team(reply: Reply) -> None:
    """List the staff, with what can be done."""
    team = tuple((each.name, each.role.value, each.on_duty) for each in members(reply.session))
    reply.say("staff_list", team=team)
    reply.offer("add_agent", "staff.add", Role.AGENT.value)
    reply.offer("add_lead", "staff.add", Role.LEAD.value)
    reply.offer("bind_group", "staff.bind")


def _invite(reply: Reply, member: Member, words: Sequence[str]) -> None:
    role = _ROLES.get(words[-1].lower(), Role.AGENT) if words else Role.AGENT
    name = " ".join(words[:-1] if words and words[-1].lower() in _ROLES else words) or None
    _give_link(reply, member, role, name)


def _give_link(reply: Reply, member: Member, role: Role, name: str | None) -> None:
    if role is Role.OWNER and member.role is not Role.OWNER:
        reply.say("staff_leads_only")
        return
    payload = new_staff_link(reply.session, role, name=name, actor=member.actor, at=reply.now)
    link = f"https://t.me/{reply.snapshot.bot_username}?start={payload}"
    reply.say("staff_new_link", role=role.value, agent=name, link=link)


def _offer_code(reply: Reply, member: Member) -> None:
    code = new_group_code(reply.session, actor=member.actor, at=reply.now)
    rights = "manage_topics+delete_messages+pin_messages"
    link = f"https://t.me/{reply.snapshot.bot_username}?startgroup={code}&admin={rights}"
    reply.say("staff_group_code", code=code, link=link)


def _remove(reply: Reply, member: Member, name: str) -> None:
    meant = [each for each in members(reply.session) if each.name.casefold() == name.casefold()]
    if len(meant) != 1 or (meant[0].role is Role.OWNER and member.role is not Role.OWNER):
        reply.say("staff_who", agent=name or None)
        return
    dismiss(reply.session, reply.snapshot, meant[0], actor=member.actor, at=reply.now)
    reply.say("staff_removed", agent=meant[0].name)


def press_staff(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Do what a button under the list of the staff stands for."""
    member = member_at(reply.session, "telegram", account_of_chat(reply.session, reply.talk.chat_id))
    if member is None or not member.role.leads:
        return "staff_only"
    reply.is_silent = False
    if action == "staff.add":
        _give_link(reply, member, Role(argument), None)
    elif action == "staff.bind":
        _offer_code(reply, member)
    else:
        return "old_button"
    return None
