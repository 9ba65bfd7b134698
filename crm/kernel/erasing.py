"""Words for what was erased, and why."""

from enum import StrEnum
from typing import Final

ERASED: Final = "erased"
"""What stands where something was erased: a kind, a state, a reason."""


class Reason(StrEnum):
    """Why somebody is erased. One of these words and no others: a sentence could hold what is to be gone."""

    ASKED = "asked"  # the customer, or somebody for them
    LAW = "law"
    MISTAKE = "mistake"  # they should never have been here
