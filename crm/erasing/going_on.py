"""The steps after the first: the history, a little at a time, so that nobody waits for it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from crm.history.erasing import erase_words, kept_files, next_words
from crm.kernel.session import Session


@dataclass(frozen=True, slots=True)
class Erased:
    """How many interactions one step took the words out of. Fewer than asked for: there are no more."""

    interactions: int


def erase_more(
    session: Session,
    customer_ids: Collection[int],
    most: int,
    at: datetime,
    delete_files: Callable[[list[str]], None],
) -> Erased:
    """Erase the words of up to `most` interactions and let `delete_files` delete the files that came with them.

    The files go first: after a crash between the two the rows still say what is left to do.
    """
    ids = next_words(session, customer_ids, most)
    if ids:
        delete_files(kept_files(session, ids))
        erase_words(session, ids, at)
    return Erased(len(ids))
