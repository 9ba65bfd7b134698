"""When and how often customers may be written to unasked, as business.yaml says."""

from collections.abc import Mapping
from typing import Final

import yaml

from crm.kernel.restraint import QuietHours, Restraint
from ingat.business import values
from ingat.business.nodes import NodeReader, line_of

QUIET_HOURS: Final = "quiet_hours"
MARKETING_PER_DAY: Final = "marketing_per_day"
MARKETING_PER_WEEK: Final = "marketing_per_week"
SHIPPED: Final = Restraint()


def read_restraint(reader: NodeReader, entries: Mapping[str, yaml.Node]) -> Restraint:
    """Return what the settings say, as shipped where they say nothing; what is wrong is noted."""
    a_day = _number(reader, entries, MARKETING_PER_DAY, SHIPPED.most_a_day)
    a_week = _number(reader, entries, MARKETING_PER_WEEK, max(SHIPPED.most_a_week, a_day))
    if a_day > a_week:
        line = line_of(entries[MARKETING_PER_WEEK])
        reader.note(line, f"{a_day} a day are more than {a_week} a week", "Write at least as many for a week")
    return Restraint(_quiet_hours(reader, entries), a_day, a_week)


def _quiet_hours(reader: NodeReader, entries: Mapping[str, yaml.Node]) -> QuietHours | None:
    if QUIET_HOURS not in entries:
        return SHIPPED.quiet_hours
    return reader.value(entries[QUIET_HOURS], values.quiet_hours)


def _number(reader: NodeReader, entries: Mapping[str, yaml.Node], key: str, default: int) -> int:
    read = reader.value(entries[key], values.marketing_messages) if key in entries else None
    return default if read is None else read
