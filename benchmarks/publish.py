"""Put the figures of the last run into docs/performance.md."""

import sys
from pathlib import Path
from typing import Final

from benchmarks.__main__ import BUILD
from benchmarks.systems import REPOSITORY

_PAGE: Final = REPOSITORY / "docs" / "performance.md"
_BEGIN: Final = "<!-- figures: python -m benchmarks.publish -->\n"
_END: Final = "<!-- end of the figures -->\n"


def with_figures(page: str, figures: str) -> str:
    """Return a page with these figures between its two marks. Raises `ValueError` if it does not have both."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError("the page has no marks to put the figures between")
    return f"{before}{_BEGIN}\n{figures}\n{_END}{after}"


def main(arguments: list[str]) -> None:
    """Take the Markdown that a run wrote: the default one, or the file given."""
    figures = Path(arguments[0]) if arguments else BUILD / "benchmarks.md"
    page = _PAGE.read_text(encoding="utf-8")
    _PAGE.write_text(with_figures(page, figures.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
