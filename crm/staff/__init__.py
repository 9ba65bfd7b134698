"""Who works for the business: members with a role and a duty, their links, and the groups they work in."""

from crm.staff.groups import (
    WANTED_RIGHTS,
    Group,
    bind_group,
    forum_chat,
    group_at,
    invite_group,
    note_place,
    note_rights,
)
from crm.staff.linking import StaffArrival, follow_staff_link, is_staff_link, new_group_code, new_staff_link
from crm.staff.members import Member, member_at, member_by_id, members, on_duty, owner_exists, remove_member, set_duty
from crm.staff.models import GroupState, Role

__all__ = [
    "WANTED_RIGHTS",
    "Group",
    "GroupState",
    "Member",
    "Role",
    "StaffArrival",
    "bind_group",
    "follow_staff_link",
    "forum_chat",
    "group_at",
    "invite_group",
    "is_staff_link",
    "member_at",
    "member_by_id",
    "members",
    "new_group_code",
    "new_staff_link",
    "note_place",
    "note_rights",
    "on_duty",
    "owner_exists",
    "remove_member",
    "set_duty",
]
