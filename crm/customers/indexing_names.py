"""Making customers findable by their names, beside the path: whoever wrote a name, it is seen to have changed."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from crm.customers.models import UNINDEXED, Customer, NameWord
from crm.customers.name_tokens import name_words, parts_of
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session
from crm.kernel.token_index import TokenIndex

CUSTOMERS, WORDS = table_of(Customer), table_of(NameWord)
NAMES: Final = TokenIndex("customer_names")
PARTS: Final = TokenIndex("name_parts")

_any_unindexed = select(CUSTOMERS.c.id).where(UNINDEXED).limit(1)
_unindexed = (
    select(CUSTOMERS.c.id, CUSTOMERS.c.name, CUSTOMERS.c.indexed_name)
    .where(UNINDEXED)
    .order_by(CUSTOMERS.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
)
_one_at_a_time = select(WORDS.c.id).where(WORDS.c.word == "").with_for_update()
_indexed = Prepared(
    update(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("customer_id")).values(indexed_name=bindparam("read"))
)
_of_these = CUSTOMERS.c.id.in_(bindparam("ids", expanding=True))
_names_of = select(CUSTOMERS.c.id, CUSTOMERS.c.indexed_name).where(_of_these)
_without_name = update(CUSTOMERS).where(_of_these).values(name="", indexed_name="")
_known = select(WORDS.c.word, WORDS.c.id).where(WORDS.c.word.in_(bindparam("words", expanding=True)))
_new_words = insert(WORDS)


def any_name_unindexed(session: Session) -> bool:
    """Tell whether a name waits to be indexed."""
    return session.scalar(_any_unindexed) is not None


def index_names(session: Session, most: int) -> int:
    """Index names that are new or have changed and return how many. A customer who is busy just now is left for later.

    One process at a time: a word that one takes out must not be one that another has just found there.
    """
    session.execute(_one_at_a_time)
    rows = session.execute(_unindexed, {"most": most}).all()
    gone = [(row.id, frozenset(name_words(row.indexed_name))) for row in rows if row.indexed_name is not None]
    now = [(row.id, frozenset(name_words(row.name))) for row in rows]
    NAMES.remove(session, [entry for entry in gone if entry[1]])
    NAMES.add(session, [entry for entry in now if entry[1]])
    session.change_all(_indexed, [{"customer_id": row.id, "read": row.name} for row in rows])
    there = set().union(*(words for _, words in now))
    add_words(session, there)
    _remove_words(session, set().union(*(words for _, words in gone)) - there)
    return len(rows)


def forget_names(session: Session, customer_ids: Collection[int]) -> None:
    """Take the names of customers out of their rows and out of the index, with the words that were theirs alone."""
    session.execute(_one_at_a_time)
    rows = session.execute(_names_of, {"ids": list(customer_ids)}).all()
    gone = [(row.id, frozenset(name_words(row.indexed_name))) for row in rows if row.indexed_name is not None]
    NAMES.remove(session, [entry for entry in gone if entry[1]])
    session.execute(_without_name, {"ids": list(customer_ids)})
    _remove_words(session, set().union(*(words for _, words in gone)))


def add_words(session: Session, words: Iterable[str]) -> None:
    """Add to the words of names those that are not among them yet."""
    words = set(words)
    new = sorted(words - _ids_of(session, words).keys())
    if new:
        session.execute(_new_words, [{"word": word} for word in new])
        PARTS.add(session, [(number, parts_of(word)) for word, number in sorted(_ids_of(session, new).items())])


def _remove_words(session: Session, words: Iterable[str]) -> None:
    """Take out the words that nobody is called by any more: a name may be all that is left of a person."""
    unused = [word for word in words if not NAMES.find(session, word, most=1, is_rare=True)]
    ids = _ids_of(session, unused)
    PARTS.remove(session, [(number, parts_of(word)) for word, number in ids.items()])
    session.execute(delete(WORDS).where(WORDS.c.id.in_(ids.values())))


def _ids_of(session: Session, words: Iterable[str]) -> dict[str, int]:
    return {row.word: row.id for row in session.execute(_known, {"words": list(words)})}
