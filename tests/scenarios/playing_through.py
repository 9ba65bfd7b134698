"""Playing a whole conversation: its steps in order, and then what the business knows."""

import asyncio
from dataclasses import replace

from ingat.replaying import settled
from tests.scenarios.conftest import House
from tests.scenarios.expecting import check, check_group
from tests.scenarios.knowing import know
from tests.scenarios.playing import Actor, play
from tests.scenarios.reading import Scenario
from tests.scenarios.staffing import open_team


async def play_through(scenario: Scenario, house: House) -> None:
    """Play a conversation in a house, and compare what became of it."""
    parked_before = house.crm.parked()
    actors = {
        name: Actor(
            await house.telegram.newcomer(name.capitalize(), language=language),
            house.telegram,
            house.sandbox,
            crm=house.crm,
        )
        for name, language in scenario.people.items()
    }

    people = {name: actor.person for name, actor in actors.items()}
    if scenario.staff:
        staff = {
            name: (role, await house.telegram.newcomer(name.capitalize(), language="id"))
            for name, role in scenario.staff.items()
        }
        team = await open_team(house.telegram, house.crm.database, staff, people)
        first = next(iter(scenario.people))
        for name, (_, person) in staff.items():
            actors[name] = Actor(person, house.telegram, house.sandbox, crm=house.crm, team=team, topic=first)

    phones = {name: actor.person.phone_number for name, actor in actors.items()}
    await asyncio.to_thread(know, house.crm.database, scenario.known, phones)

    for step in scenario.steps:
        named = step.value if isinstance(step.value, str) and step.verb == "adds to the group" else None
        await play(step if named is None else replace(step, value=actors[named]), actors[step.who])
    await _settle(house)

    assert house.crm.parked() - parked_before == scenario.then.get("parked", 0)
    for name, actor in actors.items():
        if (expected := scenario.then.get(name)) is not None:
            received = sum(message.is_from_bot and message.text != "…" for message in await actor.person.history())
            check(name, expected, house.crm.of(actor.person.user_id), received)
        if actor.group is not None:
            check_group(scenario.then["group"], house.crm.sent_to(actor.group.chat_id))


async def _settle(house: House) -> None:
    """Wait until all that was said is confirmed, answered and sent."""
    async with asyncio.timeout(10):
        while True:
            await settled(house.telegram)
            if await asyncio.to_thread(house.crm.is_settled):
                return
            await asyncio.sleep(0.02)
