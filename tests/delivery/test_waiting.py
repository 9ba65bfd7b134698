"""The queue without a clock: what it answers before a call enters is what happens when it does."""

import time
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.waiting import Call, CallQueue, Limits
from bot.delivery.windows import Arrivals, Bucket, Bursts, Pace, Rate, Window
from crm.history import Priority

LIMITS = Limits(everything=Rate(5, 1.0), private_chat=Bursts(2, 1.0), group=Rate(3, 10.0))
CHATS = st.sampled_from([1, 2, 3, -1])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), CHATS, st.sampled_from(Priority)),
        st.tuples(st.just("pause"), CHATS, st.floats(0, 5)),
        st.tuples(st.just("pause everything"), st.none(), st.floats(0, 2)),
        st.tuples(st.just("pass"), st.none(), st.floats(0, 1)),
        st.tuples(st.just("end"), st.booleans(), st.integers(0, 9)),
        st.tuples(st.just("withdraw"), st.none(), st.integers(0, 9)),
    ),
    max_size=50,
)


class Story:
    """Plays steps against a queue, and keeps what waits and what is under way."""

    def __init__(self) -> None:
        self.queue = CallQueue(LIMITS)
        self.now = 100.0
        self.waiting: list[Call] = []
        self.under_way: list[Call] = []

    def enter(self, chat: int, priority: Priority) -> Call:
        call = Call(chat, priority)
        self.queue.enter(call, self.now)
        self.waiting.append(call)
        self.grant()
        return call

    def grant(self) -> None:
        for call in self.queue.grant(self.now):
            self.waiting.remove(call)
            self.under_way.append(call)

    def play(self, steps: list[tuple[str, object, object]]) -> None:
        for step in steps:
            match step:
                case ("enter", int(chat), Priority() as priority):
                    self.enter(chat, priority)
                case ("pause", int(chat), float(for_s)):
                    self.queue.pause_chat(chat, self.now + for_s, self.now)
                case ("pause everything", _, float(for_s)):
                    self.queue.pause(self.now + for_s)
                case ("pass", _, float(seconds)):
                    self.now += seconds
                case ("end", bool(made), int(which)) if which < len(self.under_way):
                    self.end(self.under_way.pop(which), made=made)
                case ("withdraw", _, int(which)) if which < len(self.waiting):
                    self.queue.withdraw(self.waiting.pop(which), self.now)
            self.grant()

    def end(self, call: Call, *, made: bool) -> None:
        if made:
            self.queue.count(call, self.now, self.now)
        else:
            self.queue.give_back(call, self.now)


@given(STEPS, CHATS | st.just(99), st.sampled_from(Priority))
def test_a_call_that_need_not_wait_starts_at_once_and_any_other_waits(
    steps: list[tuple[str, object, object]], chat: int, priority: Priority
) -> None:
    story = Story()
    story.play(steps)

    waits_s = story.queue.would_wait_s(chat, priority, story.now)
    call = story.enter(chat, priority)

    assert (waits_s == 0) is call.granted


@given(STEPS, st.sampled_from(Priority))
def test_as_many_calls_start_at_once_as_there_are_free_slots(
    steps: list[tuple[str, object, object]], priority: Priority
) -> None:
    story = Story()
    story.play(steps)

    free = story.queue.free_slots(priority, story.now)
    calls = [story.enter(chat, priority) for chat in range(1000, 1010)]

    assert sum(call.granted for call in calls) == free


@given(STEPS)
def test_whatever_happened_every_call_that_waits_starts_in_the_end(steps: list[tuple[str, object, object]]) -> None:
    story = Story()
    story.play(steps)

    for _ in range(1000):
        for call in story.under_way:
            story.end(call, made=True)
        story.under_way.clear()
        story.grant()
        if story.under_way:
            continue
        if not story.waiting:
            break
        story.now = max(story.now, story.queue.next_at(story.now))

    assert story.waiting == []


def test_ten_thousand_waiting_chats_cost_no_more_a_call_than_a_few() -> None:
    def seconds_for(chats: int) -> float:
        story, began = Story(), time.process_time()
        for chat in range(1, chats + 1):
            story.queue.enter(Call(chat, Priority.REPLY), story.now)
        for call in story.queue.grant(story.now):
            story.end(call, made=False)
        assert story.queue.next_at(story.now) == inf
        return (time.process_time() - began) / chats

    assert seconds_for(10_000) < 20 * seconds_for(100) + 0.0002


def learns(arrivals: Arrivals, took_s: float, at: float, times: int) -> None:
    for _ in range(times):
        arrivals.end(took_s, at, warm=True)


def test_a_call_counts_at_its_end_until_the_line_is_known_and_then_as_late_as_its_answer_allows() -> None:
    arrivals = Arrivals()
    learns(arrivals, 0.5, at=0, times=7)
    assert arrivals.counted_at(started_at=10, ended_at=12) == 12

    learns(arrivals, 0.6, at=0, times=1)

    assert arrivals.counted_at(started_at=20, ended_at=20.5) == 20
    assert arrivals.counted_at(started_at=20, ended_at=20.25) == 20
    assert arrivals.counted_at(started_at=20, ended_at=22) == 21.5


def test_what_opens_a_connection_teaches_nothing_of_the_line() -> None:
    arrivals = Arrivals()
    assert [arrivals.begin(0) for _ in range(3)] == [False] * 3
    for _ in range(20):
        arrivals.end(0.5, 1, warm=False)
    assert arrivals.counted_at(started_at=1, ended_at=2) == 2

    assert [arrivals.begin(2) for _ in range(21)] == [True] * 20 + [False]
    arrivals.end(0.5, 3, warm=False)
    assert not arrivals.begin(33)  # by then it was closed


def test_a_line_that_became_slower_is_learned_within_two_stretches_of_a_minute() -> None:
    arrivals = Arrivals()
    for at in range(200):
        arrivals.end(0.25 if at < 15 else 1.0, float(at), warm=True)
    assert arrivals.counted_at(started_at=50, ended_at=51) == 50


def test_what_is_known_of_the_line_is_kept_until_as_much_is_known_anew() -> None:
    arrivals = Arrivals()
    learns(arrivals, 0.25, at=0, times=8)
    learns(arrivals, 1.0, at=100, times=7)
    assert arrivals.counted_at(started_at=200, ended_at=201) == 200.75


def test_a_window_frees_a_slot_a_period_and_its_margin_after_the_call() -> None:
    window = Window(Rate(2, 1.0), margin_s=0.25)
    window.hold()
    window.hold()
    assert (window.free(0), window.next_free_at(0)) == (0, inf)

    window.count(1)
    window.give_back()

    assert (window.free(2), window.is_unused(2)) == (1, False)
    assert (window.free(2.25), window.is_unused(2.25)) == (2, True)


def test_a_bucket_fills_up_by_one_an_interval_and_remembers_a_debt() -> None:
    bucket = Bucket(Bursts(3, 1.0), margin_s=0.25)
    bucket.hold(3)
    assert (bucket.free(0), bucket.next_free_at(0)) == (0, inf)

    bucket.count(1, 3)
    assert (bucket.free(1), bucket.next_free_at(1)) == (0, 2.25)
    assert (bucket.free(2.25), bucket.free(3.5), bucket.free(99)) == (1, 2, 3)

    bucket.hold(5)
    bucket.count(99, 5)
    assert (bucket.free(99), bucket.next_free_at(99)) == (-2, 99 + 3 * 1.25)
    assert not bucket.is_unused(99 + 4 * 1.25)
    assert bucket.is_unused(99 + 5 * 1.25)


def test_what_is_given_back_to_a_bucket_was_never_taken() -> None:
    bucket = Bucket(Bursts(3, 1.0), margin_s=0.0)
    bucket.hold(2)
    bucket.give_back(2)
    assert (bucket.free(0), bucket.is_unused(0)) == (3, True)


def test_a_pace_makes_up_for_a_late_call_and_not_for_an_idle_hour() -> None:
    pace = Pace(Rate(4, 1.0), margin_s=0.0)
    pace.step(0)
    pace.step(0)
    pace.step(0.375)
    assert pace.next_at == 0.5

    assert pace.due(3600) == 2
    pace.step(3600)
    pace.step(3600)
    assert pace.due(3600) == 0
