"""`ingat audience`: how many people could be written to, as a table."""

from collections.abc import Sequence

from rich.table import Table

from crm.consent.audience import AudienceCount, total_of

NOT_KNOWN = "-"


def audience_table(counts: Sequence[AudienceCount]) -> Table:
    """Return the counts by outlet and source, and their sum."""
    table = Table(title="People, by where the business got to know them")
    for heading in ("outlet", "source"):
        table.add_column(heading)
    for heading in ("customers", "linked", "offers", "greetings"):
        table.add_column(heading, justify="right")
    for count in counts:
        table.add_row(count.outlet or NOT_KNOWN, count.source or NOT_KNOWN, *_numbers(count))
    table.add_section()
    table.add_row("all", "", *_numbers(total_of(counts)))
    return table


def _numbers(count: AudienceCount) -> list[str]:
    return [f"{number:,}" for number in (count.customers, count.linked, count.offers, count.greetings)]
