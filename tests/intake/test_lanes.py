"""One update in flight per chat, in the order of the update ids."""

import asyncio
from typing import Any

import pytest

from bot.intake.lanes import Lanes, lane_of, says_something
from tests.intake.raw import GROUP, PRIVATE, membership, message, pressed, reaction, update


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class _Walk:
    """Tasks that take a lane and stay in it until they are let go."""

    def __init__(self) -> None:
        self.lanes = Lanes()
        self.entered: list[int] = []
        self.leave: dict[int, asyncio.Event] = {}

    def enter(self, key: Any, update_id: int) -> "asyncio.Task[None]":
        self.leave[update_id] = asyncio.Event()
        return asyncio.create_task(self._walk(key, update_id))

    async def _walk(self, key: Any, update_id: int) -> None:
        async with self.lanes.turn(key, update_id):
            self.entered.append(update_id)
            await self.leave[update_id].wait()


async def test_the_updates_of_a_chat_wait_for_each_other_in_order() -> None:
    walk = _Walk()
    tasks = []
    for number in (5, 9, 7, 8):
        tasks.append(walk.enter("chat", number))
        await _settle()
    for number in (5, 7, 8, 9):
        assert walk.entered[-1] == number
        walk.leave[number].set()
        await _settle()
    await asyncio.gather(*tasks)
    assert walk.entered == [5, 7, 8, 9]


async def test_other_chats_do_not_wait() -> None:
    walk = _Walk()
    tasks = [walk.enter("one", 1), walk.enter("two", 2)]
    await _settle()
    assert walk.entered == [1, 2]
    for event in walk.leave.values():
        event.set()
    await asyncio.gather(*tasks)


async def test_the_same_update_twice_is_no_trouble() -> None:
    walk = _Walk()
    first, second = walk.enter("chat", 1), walk.enter("chat", 1)
    await _settle()
    walk.leave[1].set()
    await asyncio.gather(second)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert walk.entered[0] == 1


async def test_one_that_is_cancelled_while_it_waits_lets_the_others_by() -> None:
    walk = _Walk()
    tasks = [walk.enter("chat", number) for number in (1, 2, 3)]
    await _settle()
    tasks[1].cancel()
    await _settle()
    walk.leave[1].set()
    await _settle()
    assert walk.entered == [1, 3]
    walk.leave[3].set()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_that_is_cancelled_just_as_its_turn_comes_hands_it_on() -> None:
    walk = _Walk()
    tasks = [walk.enter("chat", number) for number in (1, 2, 3)]
    await _settle()
    walk.leave[1].set()
    await asyncio.sleep(0)  # the first leaves, the second has its turn and has not woken
    tasks[1].cancel()
    await _settle()
    assert walk.entered[-1] == 3
    walk.leave[3].set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert walk.lanes._lanes == {}, "a lane exists only while something is in it"


async def test_one_that_fails_hands_its_turn_on() -> None:
    lanes = Lanes()
    with pytest.raises(ValueError, match="x"):
        async with lanes.turn("chat", 1):
            raise ValueError("x")
    async with asyncio.timeout(5), lanes.turn("chat", 2):
        pass


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        (update("message", message(text="x")), 7),
        (update("message", message(GROUP, text="x")), -5),
        (update("edited_message", message(text="x")), 7),
        (pressed("x"), 7),
        (update("message_reaction", reaction(PRIVATE)), 7),
        (update("my_chat_member", membership(PRIVATE, "kicked")), 7),
        (update("wink", {"user": {"id": 7}}), 7),
        (update("wink", 3), ("update", 1)),
        ({"update_id": 1}, ("update", 1)),
    ],
)
def test_all_that_a_person_does_in_private_is_in_one_lane(raw: dict[str, Any], lane: Any) -> None:
    assert lane_of(raw) == lane


def test_only_new_messages_are_worth_waiting_for() -> None:
    assert says_something(update("message", {}))
    assert not says_something(update("edited_message", {}))
    assert not says_something(pressed("x"))
