"""Opening hours and holidays, as they stand in business.yaml and in an outlet's file."""

from typing import Final

import yaml

from crm.kernel.calendar import Holiday, OpenSpan
from crm.kernel.language import Language
from ingat.business import values
from ingat.business.nodes import NodeReader, line_of

DAYS: Final = {
    Language.ID: ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"),
    Language.EN: ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
_DAY_NUMBER: Final = {name: number for names in DAYS.values() for number, name in enumerate(names)}


def read_week(reader: NodeReader, node: yaml.Node) -> tuple[tuple[OpenSpan, ...], ...] | None:
    """Return the stretches of each day, Monday first: a line for each day, or one for all of them. None: unreadable."""
    if isinstance(node, yaml.ScalarNode):
        every_day = reader.list_value(node, values.open_spans)
        if every_day is not None and not every_day:
            reader.note(line_of(node), "every day is closed", "Write the hours of at least one day")
        return None if every_day is None else (every_day,) * len(DAYS[Language.EN])
    week: dict[int, tuple[OpenSpan, ...]] = {}
    complete = True
    for name, key, value in reader.entries(node, "hours:"):
        known = reader.attempt(key, values.known_name, name.lower(), tuple(_DAY_NUMBER))
        spans = reader.list_value(value, values.open_spans)
        if known is None or spans is None:
            complete = False
        elif _DAY_NUMBER[known] in week:
            reader.note(line_of(key), f"{name} stands here twice", "Keep one of them")
        else:
            week[_DAY_NUMBER[known]] = spans
    missing = [day for number, day in enumerate(DAYS[Language.EN]) if number not in week]
    if complete and missing:
        reader.note(line_of(node), f"hours: has no {missing[0]}", "Write every day; one without hours is closed")
    elif complete and not any(week.values()):
        reader.note(line_of(node), "every day is closed", "Write the hours of at least one day")
    return tuple(week[number] for number in sorted(week))


def read_holidays(reader: NodeReader, node: yaml.Node) -> tuple[Holiday, ...]:
    """Return the holidays in their order; those that are wrong are noted and left out."""
    if isinstance(node, yaml.ScalarNode) and reader.scalar(node) == "":
        return ()
    holidays = []
    for day, key, value in reader.entries(node, "holidays:"):
        called = reader.scalar(value)
        if called is not None:
            holidays.append(reader.attempt(key, values.holiday, day, called))
    return tuple(sorted((each for each in holidays if each is not None), key=lambda each: each.date))
