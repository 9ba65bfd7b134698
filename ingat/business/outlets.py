"""outlets/: a readable file for each outlet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from crm.kernel.calendar import DAYS_IN_WEEK, BusinessHours
from crm.outlets import Outlet
from ingat.business import values
from ingat.business.hours import read_holidays, read_week
from ingat.business.nodes import NodeReader
from ingat.business.overrides import visible_files
from ingat.business.problems import Problem, SettingError

OUTLETS_FOLDER: Final = "outlets"
LONGEST_ADDRESS: Final = 200
_NOTES: Final = (".md", ".txt")
_REQUIRED: Final = ("name", "address", "location", "hours")
_SETTINGS: Final = (*_REQUIRED, "also", "city", "time_zone", "holidays", "phone")
_SLUG: Final = re.compile(r"[a-z0-9-]{1,40}")
_LOCATION: Final = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)")
_LOCATION_REMEDY: Final = "Write latitude and longitude as the map shows them, as -6.8853, 107.6137"


@dataclass(frozen=True, slots=True)
class OutletFolder:
    """The outlets that were found, and all that is wrong with their files."""

    outlets: tuple[Outlet, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_outlets(folder: Path, zone: ZoneInfo) -> OutletFolder:
    """Read the outlets of the business folder; those without a zone are in `zone`. Without outlets/ there are none."""
    problems: list[Problem] = []
    outlets: dict[str, Outlet] = {}
    for path in visible_files(folder / OUTLETS_FOLDER):
        reader = NodeReader(folder, path, problems)
        if path.suffix in _NOTES or path.name.endswith(".yaml.example"):
            continue
        if path.suffix != ".yaml" or not _SLUG.fullmatch(path.stem):
            reader.note(None, f'"{path.name}" is not read here', "Name it with small letters and hyphens, as dago.yaml")
            continue
        outlet = _read_outlet(reader, path.stem, zone)
        if outlet is None:
            continue
        if (earlier := outlets.setdefault(outlet.name.casefold(), outlet)) is not outlet:
            reader.note(
                None, f'"{outlet.name}" is also the name in {earlier.slug}.yaml', "Give each outlet its own name"
            )
    return OutletFolder(tuple(outlets.values()), tuple(problems))


def _read_outlet(reader: NodeReader, slug: str, zone: ZoneInfo) -> Outlet | None:
    before = len(reader.problems)
    top = reader.top()
    if top is None:
        if len(reader.problems) == before:
            reader.note(None, "the file is empty", "Write the outlet, or delete the file")
        return None
    entries = {
        name: node
        for name, key, node in reader.entries(top, "the file")
        if reader.attempt(key, values.known_name, name, _SETTINGS) is not None
    }
    for name in _REQUIRED:
        if isinstance(top, yaml.MappingNode) and name not in entries:
            reader.note(None, f"{name}: is missing", f"Write a line that begins with {name}:")
    read = _values(reader, entries)
    hours = _hours(reader, entries, zone)
    if len(reader.problems) > before or hours is None:
        return None
    latitude, longitude = read["location"]
    return Outlet(
        slug=slug,
        name=read["name"],
        also=read["also"] or (),
        address=read["address"],
        city=read["city"],
        latitude=latitude,
        longitude=longitude,
        hours=hours,
        phone=read["phone"],
    )


def _values(reader: NodeReader, entries: Mapping[str, yaml.Node]) -> dict[str, Any]:
    readers: dict[str, Callable[[str], Any]] = {
        "name": values.name,
        "address": _address,
        "city": values.name,
        "location": _location,
        "phone": values.phone,
    }
    read = {name: reader.value(entries[name], each) if name in entries else None for name, each in readers.items()}
    read["also"] = reader.list_value(entries["also"], _names) if "also" in entries else None
    return read


def _hours(reader: NodeReader, entries: Mapping[str, yaml.Node], zone: ZoneInfo) -> BusinessHours | None:
    own_zone = reader.value(entries["time_zone"], values.zone) if "time_zone" in entries else zone
    week = read_week(reader, entries["hours"]) if "hours" in entries else None
    holidays = read_holidays(reader, entries["holidays"]) if "holidays" in entries else ()
    if own_zone is None or week is None or len(week) != DAYS_IN_WEEK or not any(week):
        return None
    return BusinessHours(own_zone, week, holidays)


def _names(texts: list[str]) -> tuple[str, ...]:
    return tuple(values.name(text) for text in texts if text)


def _address(text: str) -> str:
    address = " ".join(text.split())
    if not address:
        raise SettingError("the address is empty", "Write it on one line")
    if len(address) > LONGEST_ADDRESS:
        raise SettingError(f"the address has {len(address)} characters", f"Shorten it to {LONGEST_ADDRESS}")
    return address


def _location(text: str) -> tuple[float, float]:
    found = _LOCATION.fullmatch(text)
    if found is None:
        raise SettingError(f'"{text}" is not a location', _LOCATION_REMEDY)
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 degrees of the globe
        swapped = abs(longitude) <= 90 and abs(latitude) <= 180  # noqa: PLR2004
        remedy = "The latitude comes first: did you mean them the other way round?" if swapped else _LOCATION_REMEDY
        raise SettingError(f'"{text}" is not on the globe', remedy)
    return latitude, longitude
