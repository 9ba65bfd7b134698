"""Finding customers by what somebody knows of them: a name, however mistyped, a number, an address, a user name."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from sqlalchemy import bindparam, select, union

from crm.customers.indexing_names import NAMES, PARTS
from crm.customers.models import ChannelIdentity, Customer, CustomerDetails, NameWord
from crm.customers.name_tokens import (
    ALIKE,
    SPLIT_FROM,
    asked_words,
    likeness,
    name_words,
    one_letter_off,
    two_grams_shared,
)
from crm.customers.phones import e164
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.kernel.token_index import AllOf, AnyOf, Expression

CUSTOMERS, IDENTITIES, DETAILS = table_of(Customer), table_of(ChannelIdentity), table_of(CustomerDetails)
WORDS = table_of(NameWord)
_CANDIDATES: Final = 200
_LIKE_WORDS: Final = 8
_WORDS_LOOKED_AT: Final = 5000
_EXTRA_WORD: Final = 0.02
"""What each word of a name counts against it that nobody asked for."""
_USER_NAME = re.compile(r"@?[A-Za-z]\w{3,31}")
_CARD = re.compile(r"[A-Z0-9][A-Z0-9.\-/]*\d[A-Z0-9.\-/]*")


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A customer by whom the business now knows the person, and how well they fit, from 0 to 1.

    `name` is the one that fits: it may be of a customer who was merged into this one.
    """

    customer_id: int
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Alike:
    """A word that was asked for, and the words of names that are like it, the most alike first."""

    word: str
    known: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.known[:1] == (self.word,)

    @property
    def any_known(self) -> Expression:
        return AnyOf(self.known)


_by_user_name = select(IDENTITIES.c.customer_id).where(IDENTITIES.c.user_name_folded == bindparam("user_name"))
_named = select(CUSTOMERS.c.id, CUSTOMERS.c.root_id, CUSTOMERS.c.name).where(
    CUSTOMERS.c.id.in_(bindparam("ids", expanding=True))
)
_words_by_id = select(WORDS.c.word).where(WORDS.c.id.in_(bindparam("ids", expanding=True)))
_known_words = select(WORDS.c.word).where(WORDS.c.word.in_(bindparam("words", expanding=True)))


def find_customers(session: Session, text: str, most: int = 10) -> list[FoundCustomer]:
    """Return the customers whom a text may mean, the best first.

    A phone number, e-mail address, card or user name finds those who have exactly it, verified or not; where there are
    none, and for all other texts, names are compared.
    """
    exact = _with_address(session, text.strip())
    if exact:
        return _roots(((1.0, row) for row in session.execute(_named, {"ids": exact})), most)
    return _with_name(session, text, most)


def _with_address(session: Session, text: str) -> list[int]:
    """Return who has this very phone number, e-mail address, card or user name."""
    wanted = []
    if "@" in text[1:]:
        wanted += _by("email", DETAILS.c.email, text.casefold())
    elif (phone := e164(text)) is not None:
        wanted += _by("phone", DETAILS.c.phone, phone)
    card = "".join(text.split()).upper()
    if _CARD.fullmatch(card):
        wanted += _by("card", DETAILS.c.card, card)
    if _USER_NAME.fullmatch(text):
        wanted.append(_by_user_name.params(user_name=text.removeprefix("@").lower()))
    return list(session.execute(union(*wanted)).scalars()) if wanted else []


def _by(channel: str, column: Any, value: str) -> list[Any]:
    identity = select(IDENTITIES.c.customer_id).where(
        IDENTITIES.c.channel == channel, IDENTITIES.c.external_id == value
    )
    return [identity, select(DETAILS.c.customer_id).where(column == value)]


def _with_name(session: Session, text: str, most: int) -> list[FoundCustomer]:
    """Return those whose names are most like a text."""
    asked = [alike for word in asked_words(text) for alike in _alike(session, word)]
    if not asked:
        return []
    words = [alike.word for alike in asked]
    rows = session.execute(_named, {"ids": _candidates(session, asked, most)})
    return _roots(((_score(words, name_words(row.name)), row) for row in rows), most)


def _candidates(session: Session, asked: Sequence[_Alike], most: int) -> list[int]:
    """Return whom to compare: who has the very words, words like them, then all but one, until there are enough."""
    found: dict[int, None] = {}
    for wanted in _wanted(asked):
        found |= dict.fromkeys(NAMES.find(session, wanted, most=_CANDIDATES))
        if len(found) >= most:
            break
    return list(found)


def _wanted(asked: Sequence[_Alike]) -> Iterable[Expression]:
    if all(alike.is_known for alike in asked):
        yield AllOf(tuple(alike.word for alike in asked))
    known = [alike.any_known for alike in asked if alike.known]
    if known and len(known) >= len(asked) - 1:
        yield AllOf(tuple(known))
    if len(known) > 1:
        yield AnyOf(tuple(AllOf(some) for some in combinations(known, len(known) - 1)))


def _alike(session: Session, word: str) -> list[_Alike]:
    """Return the words of names that a word may be meant for. Two words written as one are two."""
    alike = _best(word, _words_with(session, one_letter_off(word)))
    if alike.known:
        return [alike]
    if len(halves := _halves(session, word)) > 1:
        return [_best(half, {half, *_words_with(session, one_letter_off(half))}) for half in halves]
    return [_best(word, _words_with(session, two_grams_shared(word)))]


def _best(word: str, known: Collection[str]) -> _Alike:
    alike = sorted((-score, each) for each in known if (score := likeness(word, each)) >= ALIKE)
    return _Alike(word, tuple(each for _, each in alike[:_LIKE_WORDS]))


def _words_with(session: Session, wanted: Expression) -> list[str]:
    numbers = PARTS.find(session, wanted, most=_WORDS_LOOKED_AT, is_rare=True)
    return list(session.execute(_words_by_id, {"ids": numbers}).scalars()) if numbers else []


def _halves(session: Session, word: str) -> tuple[str, ...]:
    """Return two known words that are written as one, or nothing."""
    pairs = [(word[:at], word[at:]) for at in range(SPLIT_FROM, len(word) - SPLIT_FROM + 1)]
    known = set(session.execute(_known_words, {"words": [half for pair in pairs for half in pair]}).scalars())
    return next((pair for pair in pairs if known.issuperset(pair)), ())


def _score(asked: Sequence[str], name: Sequence[str]) -> float:
    if not name:
        return 0.0
    fitting = sum(max(likeness(word, other) for other in name) for word in asked) / len(asked)
    return max(0.0, fitting - _EXTRA_WORD * max(0, len(name) - len(asked)))


def _roots(found: Iterable[tuple[float, Any]], most: int) -> list[FoundCustomer]:
    """Return each person once, by the name that fits best; of equals those who came last."""
    best: dict[int, FoundCustomer] = {}
    for score, row in sorted(found, key=lambda pair: (-pair[0], -pair[1].id)):
        best.setdefault(row.root_id, FoundCustomer(row.root_id, row.name, round(score, 3)))
    return list(best.values())[:most]
