"""Links that make somebody one of the staff, and codes for groups: once, not for long, and kept only as hashes."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from crm.kernel.database import Database
from crm.kernel.models import AuditEntry, table_of
from crm.kernel.session import Session
from crm.staff import (
    Role,
    StaffArrival,
    follow_staff_link,
    member_at,
    members,
    new_group_code,
    new_staff_link,
    remove_member,
    set_duty,
)
from crm.staff.linking import use_group_code
from crm.staff.models import StaffLink
from tests.history.talking import NOON

AUDIT = table_of(AuditEntry)


def _link(database: Database, role: Role = Role.AGENT, name: str | None = None) -> str:
    return database.writer.run(lambda session: new_staff_link(session, role, name=name, actor="owner", at=NOON))


def _follow(database: Database, payload: str, user: str = "7", hours: float = 1) -> StaffArrival:
    def job(session: Session) -> StaffArrival:
        at = NOON + timedelta(hours=hours)
        return follow_staff_link(session, payload, external_id=user, name="Dewi", at=at).arrival

    return database.writer.run(job)


def test_a_link_makes_one_person_a_member_once(database: Database) -> None:
    payload = _link(database, name="Sari")
    assert _follow(database, payload) is StaffArrival.JOINED
    assert _follow(database, payload, user="8") is StaffArrival.EXPIRED
    with database.reading() as session:
        [member] = members(session)
    assert (member.name, member.role, member.external_id, member.on_duty) == ("Sari", Role.AGENT, "7", True)


def test_a_link_without_a_name_calls_them_as_their_account_is_called(database: Database) -> None:
    _follow(database, _link(database))
    with database.reading() as session:
        assert [member.name for member in members(session)] == ["Dewi"]


def test_a_link_works_for_a_day(database: Database) -> None:
    assert _follow(database, _link(database), hours=24) is StaffArrival.EXPIRED
    assert _follow(database, _link(database), hours=23.9) is StaffArrival.JOINED


def test_a_new_link_for_an_owner_ends_the_ones_before(database: Database) -> None:
    first, second = _link(database, Role.OWNER), _link(database, Role.OWNER)
    assert _follow(database, first) is StaffArrival.EXPIRED
    assert _follow(database, second) is StaffArrival.JOINED


@pytest.mark.parametrize("payload", ["staff-", "staff-nonsense", "staff-" + "A" * 22])
def test_a_link_that_nobody_made_is_unknown(database: Database, payload: str) -> None:
    assert _follow(database, payload) is StaffArrival.UNKNOWN


def test_who_is_a_member_already_gets_the_links_role_and_an_owner_stays_one(database: Database) -> None:
    _follow(database, _link(database))
    assert _follow(database, _link(database, Role.LEAD)) is StaffArrival.ROLE_CHANGED
    with database.reading() as session:
        assert [member.role for member in members(session)] == [Role.LEAD]
    _follow(database, _link(database, Role.OWNER), user="9")
    _follow(database, _link(database, Role.CASHIER), user="9")
    with database.reading() as session:
        assert {member.role for member in members(session)} == {Role.LEAD, Role.OWNER}


def test_who_was_removed_is_of_the_staff_no_more_and_may_come_back(database: Database) -> None:
    _follow(database, _link(database))
    with database.reading() as session:
        [member] = members(session)
    assert database.writer.run(lambda session: remove_member(session, member.id, "owner", NOON))
    assert not database.writer.run(lambda session: remove_member(session, member.id, "owner", NOON))
    with database.reading() as session:
        assert member_at(session, "telegram", "7") is None
    assert _follow(database, _link(database)) is StaffArrival.JOINED


def test_the_secret_of_a_link_is_not_kept(database: Database) -> None:
    payload = _link(database)
    with database.reading() as session:
        [kept] = session.execute(select(table_of(StaffLink))).all()
    assert payload.removeprefix("staff-") not in str(tuple(kept))


def test_a_groups_code_binds_once_within_an_hour(database: Database) -> None:
    code = database.writer.run(lambda session: new_group_code(session, actor="owner", at=NOON))
    late = NOON + timedelta(hours=1)
    assert not database.writer.run(lambda session: use_group_code(session, code, late))
    assert database.writer.run(lambda session: use_group_code(session, f" {code.lower()} ", NOON))
    assert not database.writer.run(lambda session: use_group_code(session, code, NOON))
    assert not database.writer.run(lambda session: use_group_code(session, "ABCDEFGH", NOON))


def test_every_change_has_its_audit_row(database: Database) -> None:
    _follow(database, _link(database))
    with database.reading() as session:
        [member] = members(session)
    for duty in (False, False, True):
        database.writer.run(partial(set_duty, member=member, duty=duty, at=NOON))
    database.writer.run(lambda session: remove_member(session, member.id, "owner", NOON))
    with database.reading() as session:
        actions = list(session.execute(select(AUDIT.c.action).order_by(AUDIT.c.id)).scalars())
    assert actions == ["staff.joined_as_agent", "staff.off_duty", "staff.on_duty", "staff.removed"]
