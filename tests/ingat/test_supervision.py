"""The parts of a running Ingat: one that fails is started again, and none stops the rest."""

import asyncio
from dataclasses import dataclass, field

import pytest

from ingat.supervision import Beat, FatalError, Supervisor


@dataclass
class Time:
    """A clock that moves only while somebody sleeps on it. It stops the test's parts after enough sleeps."""

    now_s: float = 0.0
    slept_s: list[float] = field(default_factory=list)
    enough: int = 5
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds
        if len(self.slept_s) >= self.enough:
            self.over.set()
            await asyncio.Event().wait()


async def _for_ever(beat: Beat) -> None:
    beat()
    await asyncio.Event().wait()


async def _until(time: Time, supervisor: Supervisor) -> None:
    supervisor.start()
    async with asyncio.timeout(10):
        await time.over.wait()
    await supervisor.stop()


async def test_a_part_that_fails_is_started_again_after_growing_pauses() -> None:
    time = Time()
    supervisor = Supervisor(time, time.sleep)

    async def fail(_: Beat) -> None:
        raise ValueError("again")

    supervisor.add("failing", fail)
    await _until(time, supervisor)
    assert time.slept_s == [0.2, 0.4, 0.8, 1.6, 3.2]


async def test_a_part_that_ends_is_started_again_too() -> None:
    time = Time(enough=3)
    supervisor = Supervisor(time, time.sleep)
    runs = []

    async def end(beat: Beat) -> None:
        beat()
        runs.append(1)

    supervisor.add("ending", end)
    await _until(time, supervisor)
    assert len(runs) == 3


async def test_after_it_ran_well_the_pauses_begin_anew_and_none_is_longer_than_half_a_minute() -> None:
    time = Time(enough=12)
    supervisor = Supervisor(time, time.sleep)

    async def fail(_: Beat) -> None:
        if len(time.slept_s) == 10:
            time.now_s += 120
        raise ValueError("again")

    supervisor.add("failing", fail)
    await _until(time, supervisor)
    assert max(time.slept_s) == 30.0
    assert time.slept_s[11] == 0.2


async def test_a_part_that_fails_leaves_the_others_running() -> None:
    time = Time()
    supervisor = Supervisor(time, time.sleep)
    was_cancelled = []

    async def go_on(beat: Beat) -> None:
        try:
            await _for_ever(beat)
        except asyncio.CancelledError:
            was_cancelled.append(time.over.is_set())
            raise

    async def fail(_: Beat) -> None:
        raise ValueError("again")

    supervisor.add("well", go_on)
    supervisor.add("failing", fail)
    await _until(time, supervisor)
    assert was_cancelled == [True], "once, by the stop"


async def test_a_part_without_a_heartbeat_is_named_as_late() -> None:
    time = Time()
    supervisor = Supervisor(time, time.sleep)
    supervisor.add("quick", _for_ever, late_after_s=10)
    supervisor.add("slow", _for_ever, late_after_s=100)
    supervisor.start()
    await asyncio.sleep(0)
    assert supervisor.late() == []
    time.now_s = 11
    assert supervisor.late() == ["quick"]
    await supervisor.stop()


async def test_what_no_restart_would_mend_ends_it_all_and_says_why() -> None:
    time = Time()
    supervisor = Supervisor(time, time.sleep)

    async def give_up(_: Beat) -> None:
        raise FatalError("the token is refused")

    supervisor.add("hopeless", give_up)
    supervisor.add("well", _for_ever)
    supervisor.start()
    with pytest.raises(FatalError, match="the token is refused"):
        await asyncio.wait_for(supervisor.ended, 10)
    await supervisor.stop()
    assert time.slept_s == []


@pytest.mark.parametrize("deaf_to", [1, 2])
async def test_a_part_in_which_the_word_to_stop_gets_lost_is_told_again(deaf_to: int) -> None:
    supervisor = Supervisor()
    heard: list[int] = []

    async def deaf_at_first(_: Beat) -> None:
        while len(heard) <= deaf_to:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                heard.append(1)
        raise asyncio.CancelledError

    supervisor.add("deaf", deaf_at_first)
    supervisor.start()
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await supervisor.stop()
    assert len(heard) == deaf_to + 1
