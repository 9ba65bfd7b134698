"""Lines of the history as a terminal shows them, in the owner's language. Pure."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Final

from crm.customers.searching import FoundCustomer
from crm.history import Direction, FoundLine, Page
from crm.kernel.language import Language

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: {
        "nothing": "Nothing was found.",
        "lagging": "Older lines are still being indexed and were not looked at: ask again in a while.",
        "more": "There is more: add --before {key}",
        "nobody": "Nobody was found for {who}.",
        "several": "Several fit. Ask for one by the number:",
        "customer": "customer",
        "system": "note",
    },
    Language.ID: {
        "nothing": "Tidak ada yang ditemukan.",
        "lagging": "Percakapan yang lebih lama masih diindeks dan belum ikut dicari: coba lagi sebentar lagi.",
        "more": "Masih ada lagi: tambahkan --before {key}",
        "nobody": "Tidak ada pelanggan yang cocok dengan {who}.",
        "several": "Ada beberapa yang cocok. Pilih satu dengan nomornya:",
        "customer": "pelanggan",
        "system": "catatan",
    },
}


def told(page: Page, names: Mapping[int, str], zone: tzinfo, language: Language) -> list[str]:
    """Return a page for a terminal, the newest line last, where it is read first."""
    words = _WORDS[language]
    lines = [_line(line, names.get(line.customer_id, ""), zone, words) for line in reversed(page.lines)]
    if not lines:
        lines = [words["nothing"]]
    if not page.is_complete:
        lines.append(words["lagging"])
    if page.next_key is not None:
        lines.append(words["more"].format(key=page.next_key))
    return lines


def told_candidates(who: str, meant: Sequence[FoundCustomer], language: Language) -> list[str]:
    """Return what to say where not exactly one customer is meant."""
    if not meant:
        return [_WORDS[language]["nobody"].format(who=who)]
    return [_WORDS[language]["several"], *(f"#{each.customer_id}  {each.name}" for each in meant)]


def _line(line: FoundLine, name: str, zone: tzinfo, words: Mapping[str, str]) -> str:
    at = line.said_at.astimezone(zone)
    speaker = "customer" if line.direction == Direction.INBOUND else line.author
    said = " / ".join(part for part in line.text.splitlines() if part.strip())
    kind = "" if line.kind in {"text", "note"} else f"[{line.kind}] "
    return f"{at:%Y-%m-%d %H:%M}  #{line.customer_id} {name}  {words.get(speaker, speaker)}: {kind}{said}".rstrip()
