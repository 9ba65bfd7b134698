"""Tells whether the customer wants a person instead of the bot."""

from collections.abc import Collection, Sequence

from crm.knowledge import concepts_in

_REACHING = frozenset({"talk", "contact", "connect"})
_ONLY_ASKING_FOR = frozenset({"talk", "contact", "connect", "person", "helpdesk", "live", "real", "asli", "langsung"})
_NAMED_DIRECTLY = frozenset({"admin", "cs", "operator", "manusia", "petugas"})
_CALLING = frozenset({"panggil", "panggilkan", "mana", "sambungkan", "bicara", "ngomong", "chat", "hubungkan"})


def wants_person(words: Sequence[str]) -> bool:
    """Whether these words, as the normaliser leaves them, ask for a human: "mau bicara dengan orang", "agent"."""
    if not _CALLING.isdisjoint(words) and not _NAMED_DIRECTLY.isdisjoint(words):
        return True
    return _reaches_for_a_person(concepts_in(words))


def _reaches_for_a_person(concepts: Collection[str]) -> bool:
    if "person" in concepts:
        return not _REACHING.isdisjoint(concepts) or _ONLY_ASKING_FOR.issuperset(concepts)
    if not concepts or not _ONLY_ASKING_FOR.issuperset(concepts):
        return False
    return "connect" in concepts or concepts == {"helpdesk"} or {"talk", "helpdesk"} <= set(concepts)
