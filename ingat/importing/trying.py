"""Trying an import: each chunk is written and taken back, and yet finds what those before it wrote."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

from crm.customers.records import Taken
from crm.kernel.session import Session

Record = TypeVar("Record")
Key = tuple[str, object]


class Trial(Generic[Record]):
    """Writes a chunk as the import does, after those earlier records that may mean the same as one of the chunk.

    `keys_of` returns by what a record is recognised. A key that very many records share makes a trial slow, as it does
    the import itself.
    """

    def __init__(
        self,
        write: Callable[[Session, Sequence[Record]], list[Taken]],
        keys_of: Callable[[Record], Iterable[Key]],
    ) -> None:
        self._write = write
        self._keys_of = keys_of
        self._records: list[tuple[int, Record]] = []  # each with the number of its chunk
        self._with_key: defaultdict[Key, list[int]] = defaultdict(list)
        self._chunks = 0

    def __call__(self, session: Session, records: Sequence[Record]) -> list[Taken]:
        """Write the chunk, to be taken back, and say what became of each record."""
        for earlier in self._earlier(records):
            self._write(session, earlier)
        taken = self._write(session, records)
        self._remember(records)
        return taken

    def _earlier(self, records: Sequence[Record]) -> list[list[Record]]:
        """Return the records that share a key with these, or with another such one, chunk by chunk in their order."""
        open_keys = {key for record in records for key in self._keys_of(record)}
        seen, found = set(open_keys), set[int]()
        while open_keys:
            new = {place for key in open_keys for place in self._with_key.get(key, ())} - found
            found |= new
            open_keys = {key for place in new for key in self._keys_of(self._records[place][1])} - seen
            seen |= open_keys
        chunks = groupby((self._records[place] for place in sorted(found)), key=itemgetter(0))
        return [[record for _, record in chunk] for _, chunk in chunks]

    def _remember(self, records: Sequence[Record]) -> None:
        self._chunks += 1
        for record in records:
            for key in self._keys_of(record):
                self._with_key[key].append(len(self._records))
            self._records.append((self._chunks, record))
