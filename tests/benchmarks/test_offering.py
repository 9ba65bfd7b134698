"""Updates come as evenly as the plan says, and a long poll hears of each at once."""

import asyncio

import orjson

from benchmarks.stub.feed import Feed
from benchmarks.stub.loads import Journey, LoadPlan, planned
from benchmarks.stub_process import running_stub


def journeys(count: int) -> list[Journey]:
    return planned(LoadPlan(texts=["Halo kak"], updates=count, chats=count), first_update_id=1, unix_time_s=0)


async def test_a_waiting_poll_gets_an_update_as_soon_as_it_is_offered() -> None:
    feed = Feed()
    delivered: list[list[int]] = []
    feed.ask(0, 100, 60.0, lambda found: delivered.append([journey.update_id for journey in found]))
    assert delivered == []

    feed.offer(journeys(2))

    assert delivered == [[1, 2]]


async def test_a_poll_whose_time_is_up_gets_nothing() -> None:
    feed = Feed()
    done = asyncio.Event()
    delivered: list[int] = []

    def deliver(found: list[Journey]) -> None:
        delivered.append(len(found))
        done.set()

    feed.ask(0, 100, 0.001, deliver)
    await asyncio.wait_for(done.wait(), 5)

    assert delivered == [0]


async def test_a_second_poll_ends_the_first() -> None:
    feed = Feed()
    ended: list[str] = []
    feed.ask(0, 100, 60.0, lambda found: ended.append("first"))
    feed.ask(0, 100, 60.0, lambda found: ended.append("second"))
    assert ended == ["first"]
    feed.offer(journeys(1))
    assert ended == ["first", "second"]


def test_an_update_is_dated_when_it_is_offered() -> None:
    plan = LoadPlan(texts=["Halo kak"], updates=3, chats=3, rate_per_s=0.5)
    found = [orjson.loads(journey.rendered) for journey in planned(plan, first_update_id=1, unix_time_s=1000)]
    assert [update["message"]["date"] for update in found] == [1000, 1002, 1004]


def test_an_offered_load_is_not_offered_faster_than_planned() -> None:
    with running_stub() as stub:
        stub.play(LoadPlan(texts=["Halo kak"], updates=5, chats=5, rate_per_s=100.0))
        stub.wait(
            lambda progress: progress.unconfirmed == progress.updates, timeout_s=10, quiet_s=10, check=lambda: None
        )
        offered_at_s = [journey.offered_at_s for journey in stub.results().journeys]
    first_s = offered_at_s[0]
    assert first_s is not None
    assert all(at_s is not None and at_s >= first_s + number * 0.01 - 0.001 for number, at_s in enumerate(offered_at_s))
