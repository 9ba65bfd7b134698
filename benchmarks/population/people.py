"""Who says what: plain arithmetic, the same here and in the databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.population.names import FIRST_NAMES, LAST_NAMES
from benchmarks.population.remarks import REMARKS

FIRST_CHAT_ID: Final = 100_000_000
"""Customers are numbered from 1, and so are their chats after this one."""

# Products with this number run evenly over all remainders (Knuth); a prime larger than any count shuffles the ranks.
EVENLY: Final = 2_654_435_761
UNIT: Final = 2**30
SHUFFLE: Final = 7_368_787

FIRST_ORDER: Final = 100_000
ORDERS: Final = 900_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """So many customers with so many interactions, and what is said in turn: (question, answer).

    The interactions come in the order of time, mixed over all customers, and not evenly: with ten for each of a million
    customers the busiest has 10,000, the hundred busiest have over 500 each, and half of all have 7 or fewer. To each
    question belongs one of `REMARKS`, and a number as orders have them. Customers have two names, or three.
    """

    customers: int
    interactions: int
    texts: Sequence[tuple[str, str]]

    def customer_of(self, interaction: int) -> int:
        """Return whose an interaction is."""
        evenly = interaction * EVENLY % UNIT
        return self._at_rank(evenly * evenly // UNIT * self.customers // UNIT)

    def busiest(self, count: int) -> list[int]:
        """Return the customers with the most interactions."""
        return [self._at_rank(rank) for rank in range(min(count, self.customers))]

    def _at_rank(self, rank: int) -> int:
        return rank * SHUFFLE % self.customers + 1

    def question_of(self, interaction: int) -> str:
        """Return what a customer said in an interaction: each has an odd number."""
        question, _ = self.texts[interaction % len(self.texts)]
        return f"{question} {REMARKS[interaction * EVENLY % UNIT % len(REMARKS)]} {self.order_of(interaction)}"

    def order_of(self, interaction: int) -> int:
        """Return the number that a customer named."""
        return FIRST_ORDER + interaction * EVENLY % UNIT % ORDERS

    def name_of(self, customer: int) -> str:
        """Return what a customer is called."""
        evenly = customer * EVENLY % UNIT
        first = FIRST_NAMES[evenly * evenly // UNIT * len(FIRST_NAMES) // UNIT]
        other = (customer * SHUFFLE) % UNIT
        last = LAST_NAMES[other * other // UNIT * len(LAST_NAMES) // UNIT]
        if customer % 3:
            return f"{first} {last}"
        return f"{first} {FIRST_NAMES[customer * SHUFFLE % len(FIRST_NAMES)]} {last}"
