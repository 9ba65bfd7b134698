"""business.yaml: the settings of the business, with their lines when something is wrong with them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

import yaml

from crm.customers.phones import HOME_REGION
from crm.kernel.business import AddressForm, Business, MatcherKind
from crm.kernel.calendar import BusinessHours, Holiday
from crm.kernel.language import Language
from ingat.business import values
from ingat.business.hours import read_holidays, read_week
from ingat.business.nodes import NodeReader, line_of
from ingat.business.problems import Problem
from ingat.business.restraint import MARKETING_PER_DAY, MARKETING_PER_WEEK, QUIET_HOURS, read_restraint

SETTINGS_FILE: Final = "business.yaml"
DEFAULT_REPLY_MINUTES: Final = 10
_NO_HOLIDAYS: Final[tuple[Holiday, ...]] = ()

_REQUIRED: Final = ("name", "bot_name", "time_zone", "hours")
_SETTINGS: Final = (
    *_REQUIRED,
    *("address_form", "languages", "default_language", "holidays", "emergency_phone", "reply_within_minutes"),
    *("matcher", "country", QUIET_HOURS, MARKETING_PER_DAY, MARKETING_PER_WEEK),
)

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
    week = setting("hours", lambda node: read_week(reader, node), None)
    holidays = setting("holidays", lambda node: read_holidays(reader, node), _NO_HOLIDAYS)
    phone = setting("emergency_phone", of_text(values.phone), None)
    reply_within = setting("reply_within_minutes", of_text(values.minutes), DEFAULT_REPLY_MINUTES)
    matcher = setting("matcher", of_text(values.matcher), MatcherKind.CORE)
    country = setting("country", of_text(values.country), HOME_REGION)
    restraint = read_restraint(reader, entries)
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
        restraint=restraint,
    )
