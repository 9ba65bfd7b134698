"""The demo shop's team: an owner, two agents and their group, all fictional, in the sandbox."""

import asyncio
from typing import Final

from crm.kernel.session import Session
from crm.staff import Role, follow_staff_link, member_at, new_group_code, new_staff_link
from ingat.databases import in_shape
from ingat.opening import now
from ingat.settings import Settings
from sandbox.simulator import Person, Simulator

GROUP: Final = "Tim Kopi Demo"
TEAM: Final = (("Ratna Demo", Role.OWNER), ("Sari Demo", Role.AGENT), ("Dimas Demo", Role.AGENT))


async def open_demo_team(settings: Settings, url: str) -> str:
    """Bring the team into a new sandbox, and return where one of its agents is to be seen, as the pages name it.

    The group is bound as an owner would bind theirs: Ingat finds it so when it starts.
    """
    async with Simulator(url) as telegram:
        people = [await telegram.user(name, language="id") for name, _ in TEAM]
        code = await asyncio.to_thread(_join, settings, people)
        owner, *agents = people
        group = await telegram.group(GROUP, owner, members=tuple(agents), forum=True)
        await group.adds_bot(administrator=True)
        await owner.in_chat(group).says(f"/bind {code}")
    return f"{agents[0].user_id}@{group.chat_id}"


def _join(settings: Settings, people: list[Person]) -> str:
    """Make these people the team, who may be it already, and return a code for their group."""

    def job(session: Session) -> str:
        for person, (name, role) in zip(people, TEAM, strict=True):
            external_id = str(person.user_id)
            if member_at(session, "telegram", external_id) is None:
                called = name.partition(" ")[0]
                payload = new_staff_link(session, role, name=called, actor="demo", at=now())
                follow_staff_link(session, payload, external_id=external_id, name=name, at=now())
        return new_group_code(session, actor="demo", at=now())

    with in_shape(settings) as database:
        return database.writer.run(job)
