"""business.yaml: the settings of the business, with their lines when something is wrong with them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

import yaml

from crm.customers.phones import HOME_REGION
from crm.kernel.business import AddressForm, Business, MatcherKind
from crm.kernel.calendar import BusinessHours, Holiday, OpenSpan
from crm.kernel.language import Language
from ingat.business import values
from ingat.business.nodes import NodeReader, line_of
from ingat.business.problems import Problem

SETTINGS_FILE: Final = "business.yaml"
DEFAULT_REPLY_MINUTES: Final = 10
DAYS: Final = {
    Language.ID: ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"),
    Language.EN: ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}

_NO_HOLIDAYS: Final[tuple[Holiday, ...]] = ()

_REQUIRED: Final = ("name", "bot_name", "time_zone", "hours")
_SETTINGS: Final = (
    *_REQUIRED,
    *("address_form", "languages", "default_language", "holidays", "emergency_phone", "reply_within_minutes"),
    *("matcher", "country"),
)
_DAY_NUMBER: Final = {name: number for names in DAYS.values() for number, name in enumerate(names)}

Value = TypeVar("Value")


def read_settings(folder: Path) -> tuple[Business | None, tuple[Problem, ...]]:
    """Return the business that the folder's business.yaml describes; or None, and all that is wrong with the file."""
    reader = NodeReader(folder, folder / SETTINGS_FILE)
    top = reader.top()
    if top is None:
        if not reader.problems:
            reader.note(None, "the file is empty", "Write name:, bot_name:, time_zone: and hours:")
        return None, tuple(reader.problems)
    business = _read_business(reader, _read_entries(reader, top))
    return (None if reader.problems else business), tuple(reader.problems)


def _read_entries(reader: NodeReader, top: yaml.Node) -> dict[str, yaml.Node]:
    entries = {
        name: value
        for name, key, value in reader.entries(top, "the file")
        if reader.attempt(key, values.known_name, name, _SETTINGS) is not None
    }
    for name in _REQUIRED:
        if isinstance(top, yaml.MappingNode) and name not in entries:
            reader.note(None, f"{name}: is missing", f"Write a line that begins with {name}:")
    return entries


def _read_business(reader: NodeReader, entries: Mapping[str, yaml.Node]) -> Business | None:
    def setting(key: str, read: Callable[[yaml.Node], Value | None], default: Value | None) -> Value | None:
        return read(entries[key]) if key in entries else default

    def of_text(read: Callable[[str], Value]) -> Callable[[yaml.Node], Value | None]:
        return lambda node: reader.value(node, read)

    name = setting("name", of_text(values.name), None)
    bot_name = setting("bot_name", of_text(values.name), None)
    form = setting("address_form", of_text(values.address_form), AddressForm.KAK)
    languages = setting("languages", lambda node: reader.list_value(node, values.languages), tuple(Language))
    zone = setting("time_zone", of_text(values.zone), None)
    week = setting("hours", lambda node: _read_week(reader, node), None)
    holidays = setting("holidays", lambda node: _read_holidays(reader, node), _NO_HOLIDAYS)
    phone = setting("emergency_phone", of_text(values.phone), None)
    reply_within = setting("reply_within_minutes", of_text(values.minutes), DEFAULT_REPLY_MINUTES)
    matcher = setting("matcher", of_text(values.matcher), MatcherKind.CORE)
    country = setting("country", of_text(values.country), HOME_REGION)
    default = setting("default_language", of_text(values.language), languages[0] if languages else None)
    if languages and default and default not in languages:
        line = line_of(entries["default_language"])
        reader.note(line, f'"{default}" is not among the languages', f"Write one of: {', '.join(languages)}")
    if reader.problems or not (
        name and bot_name and form and languages and zone and week and reply_within and default and country and matcher
    ):
        return None
    return Business(
        name=name,
        bot_name=bot_name,
        address_form=form,
        languages=languages,
        default_language=default,
        hours=BusinessHours(zone, week, holidays or ()),
        emergency_phone=phone,
        reply_within_minutes=reply_within,
        matcher=matcher,
        country=country,
    )


def _read_week(reader: NodeReader, node: yaml.Node) -> tuple[tuple[OpenSpan, ...], ...] | None:
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


def _read_holidays(reader: NodeReader, node: yaml.Node) -> tuple[Holiday, ...]:
    if isinstance(node, yaml.ScalarNode) and reader.scalar(node) == "":
        return ()
    holidays = []
    for day, key, value in reader.entries(node, "holidays:"):
        called = reader.scalar(value)
        if called is not None:
            holidays.append(reader.attempt(key, values.holiday, day, called))
    return tuple(sorted((each for each in holidays if each is not None), key=lambda each: each.date))
