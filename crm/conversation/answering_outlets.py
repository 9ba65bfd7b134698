"""What is asked of the outlets: the nearest to a place, and those that were named."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.conversation.recognising_outlets import OutletQuestion
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.conversation.wording import OutletLine
from crm.history import Line
from crm.outlets import Outlet, hours_now, nearest


def answer_outlets(reply: Reply, question: OutletQuestion, lines: Sequence[Line]) -> None:
    """Answer of the outlets that were named. The nearest needs a place: one that came with the words, or asked for."""
    if question.outlets:
        items = tuple(_line_of(reply, outlet) for outlet in question.outlets)
        reply.say("outlets_named", items=items, now=reply.now)
    elif not any(say_nearest(reply, line) for line in reversed(lines)):
        reply.say("outlet_ask_location")


def has_place(lines: Sequence[Line]) -> bool:
    """Whether a place came among these lines: a location, a venue, a live location."""
    return any(line.kind == "location" for line in lines)


def answer_places(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    """Answer a place that came alone or with words: with the nearest outlets, or in a sentence where it is of a case.

    Once: whoever asked for the nearest has heard of it already.
    """
    if not has_place(lines) or not reply.said.isdisjoint(SAID_OF_PLACES):
        return
    if understood.complaint is not None or not any(say_nearest(reply, line) for line in reversed(lines)):
        reply.say("location_noted" if reply.parts else "location_received")


SAID_OF_PLACES = frozenset({"outlets_near", "outlets_named", "location_noted", "location_received"})


def say_nearest(reply: Reply, line: Line) -> bool:
    """Answer a location, a place or a live location with the nearest outlets. Returns whether it was one, and could."""
    place = _place_in(line)
    if place is None or not reply.snapshot.outlets:
        return False
    near = nearest(reply.snapshot.outlets, *place)
    items = tuple(_line_of(reply, each.outlet, each.distance_m) for each in near)
    reply.say("outlets_near", items=items, now=reply.now)
    return True


def _place_in(line: Line) -> tuple[float, float] | None:
    """Return latitude and longitude of what was sent, or None where there are none."""
    if line.kind != "location":
        return None
    payload = line.payload or {}
    for holder in (payload, payload.get("venue")):
        location = holder.get("location") if isinstance(holder, Mapping) else None
        if isinstance(location, Mapping):
            return _degrees(location)
    return None


def _degrees(location: Mapping[str, Any]) -> tuple[float, float] | None:
    try:
        return float(location["latitude"]), float(location["longitude"])
    except (KeyError, TypeError, ValueError):
        return None


def _line_of(reply: Reply, outlet: Outlet, distance_m: float | None = None) -> OutletLine:
    hours = hours_now(outlet, reply.now)
    return OutletLine(
        name=outlet.name, address=outlet.address, phone=outlet.phone, distance_m=distance_m, is_open=hours.is_open,
        until=hours.until, opens_at=hours.opens_at, holiday=hours.holiday.name if hours.holiday else None,
    )  # fmt: skip
