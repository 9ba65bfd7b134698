"""The number of a case: as the bot writes it, and as people write it back."""

import re

FIRST_NUMBER = 1000
HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""An ordinary one ends a line on a narrow screen: "K-" here, "1042" there."""

_NUMBER = re.compile(r"\bk[\s\-\u00ad\u2010-\u2015\u2212]{0,3}(\d{4,9})\b", re.IGNORECASE)


def case_number(case_id: int) -> str:
    """Return the number that people say: K-1042, with a hyphen that keeps it together."""
    return f"K{HYPHEN}{FIRST_NUMBER + case_id}"


def case_number_in(text: str) -> str | None:
    """Return the case number in a text as case_number writes it, or None. Typed "k1042", "K 1042" or "K-1042"."""
    found = _NUMBER.search(text)
    return f"K{HYPHEN}{int(found[1])}" if found else None


def case_id_in(text: str) -> int | None:
    """Return the id of the case whose number is in a text, or None."""
    found = _NUMBER.search(text)
    return int(found[1]) - FIRST_NUMBER if found else None


def without_case_numbers(text: str) -> str:
    """Return the text with a blank in the place of each case number."""
    return _NUMBER.sub(" ", text)
