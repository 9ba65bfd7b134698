"""Sending that fails is told when it begins and when it works again, and not for each message."""

from dataclasses import dataclass

from structlog.testing import capture_logs

from bot.delivery.health import SendingHealth


@dataclass
class Clock:
    """Counts the seconds that a test lets pass."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_what_goes_on_is_told_once_and_its_end_once() -> None:
    clock = Clock()
    health = SendingHealth(clock)
    with capture_logs() as logs:
        for _ in range(74):
            health.failed("Internal Server Error (500)")
            clock.now_s += 1
        health.succeeded()
        health.succeeded()
    assert [line["event"] for line in logs] == ["sending_fails", "sending_works"]
    assert logs[0]["why"] == "Internal Server Error (500)"
    assert (logs[1]["after_s"], logs[1]["calls_failed"]) == (74, 74)


def test_a_network_that_comes_and_goes_is_told_once_a_minute() -> None:
    clock = Clock()
    health = SendingHealth(clock)
    with capture_logs() as logs:
        for _ in range(179):
            health.failed("No connection to the Bot API (ClientConnectorError)")
            health.succeeded()
            clock.now_s += 1
    assert [line["event"] for line in logs] == ["sending_fails", "sending_works"] * 3


def test_an_outage_that_begins_right_after_another_is_told_while_it_lasts() -> None:
    clock = Clock()
    health = SendingHealth(clock)
    with capture_logs() as logs:
        health.failed("a moment")
        health.succeeded()
        for _ in range(90):
            clock.now_s += 1
            health.failed("an outage")
    assert [line.get("why") for line in logs] == ["a moment", None, "an outage"]


def test_where_nothing_fails_nothing_is_told() -> None:
    with capture_logs() as logs:
        SendingHealth().succeeded()
    assert logs == []
