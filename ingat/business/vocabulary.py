"""vocabulary/: the business's own words for what customers say, beside those that Ingat brings with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from crm.conversation.lexicon import telling_words
from crm.conversation.understanding import ComplaintCategory
from crm.conversation.wording import did_you_mean
from crm.kernel.language import Language
from crm.knowledge import FILLERS, LONGEST_PHRASE, words_of
from ingat.business.nodes import NodeReader, line_of
from ingat.business.overrides import visible_files
from ingat.business.problems import Problem

VOCABULARY_FOLDER: Final = "vocabulary"
SAME, COMPLAINTS = "same", "complaints"
LONGEST_COMPLAINT: Final = 6  # words
_NAMES: Final = (SAME, COMPLAINTS)
_NOTES: Final = (".md", ".txt")
_GROUPS_REMEDY: Final = "Write each group on a line of its own, after a hyphen"
_TOO_LITTLE_REMEDY: Final = "Customers write it for everything: add a word to it"
_FILES: Final = tuple(f"{language}.yaml" for language in Language)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What was found: groups of words that mean the same, words that complain, and all that is wrong with them."""

    same: tuple[tuple[str, ...], ...] = ()
    complaints: Mapping[ComplaintCategory, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_vocabulary(folder: Path) -> OwnWords:
    """Read and try the words of the business folder. Without a vocabulary/ folder there are none."""
    same: list[tuple[str, ...]] = []
    complaints: dict[ComplaintCategory, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for path in visible_files(folder / VOCABULARY_FOLDER):
        reader = NodeReader(folder, path, problems)
        if path.name in _FILES:
            _read_file(reader, same, complaints)
        elif path.suffix not in _NOTES:
            reader.note(None, f'"{path.name}" is not read here', f"Write words into {' or '.join(_FILES)}")
    return OwnWords(tuple(same), complaints, tuple(problems))


def _read_file(
    reader: NodeReader, same: list[tuple[str, ...]], complaints: dict[ComplaintCategory, tuple[str, ...]]
) -> None:
    top = reader.top()
    for name, key, value in reader.entries(top, "the file") if top is not None else ():
        if name == SAME:
            same += _groups(reader, value)
        elif name == COMPLAINTS:
            for category, words in _complaints(reader, value).items():
                complaints[category] = (*complaints.get(category, ()), *words)
        else:
            reader.note(line_of(key), f'"{name}" is not known here', f"These may stand here: {', '.join(_NAMES)}")


def _groups(reader: NodeReader, node: yaml.Node) -> list[tuple[str, ...]]:
    """Return the groups of words that mean the same: each a line of a list, with commas."""
    if not isinstance(node, yaml.SequenceNode):
        if not (isinstance(node, yaml.ScalarNode) and reader.scalar(node) == ""):
            reader.note(line_of(node), f"{SAME}: is not a list", _GROUPS_REMEDY)
        return []
    groups = []
    for item in node.value:
        written = reader.items(item) or []
        if len(written) == 1:
            reader.note(line_of(item), "there is only one word in this group", "Write two or more, with commas")
        elif _are_usable(reader, item, written, LONGEST_PHRASE):
            groups.append(tuple(written))
    return groups


def _complaints(reader: NodeReader, node: yaml.Node) -> dict[ComplaintCategory, tuple[str, ...]]:
    if isinstance(node, yaml.ScalarNode) and reader.scalar(node) == "":
        return {}
    found = {}
    for name, key, value in reader.entries(node, f"{COMPLAINTS}:"):
        if name not in tuple(ComplaintCategory):
            reader.note(line_of(key), f'there is no kind of complaint "{name}"', did_you_mean(name, ComplaintCategory))
            continue
        written = reader.items(value) or []
        if _are_usable(reader, value, written, LONGEST_COMPLAINT):
            found[ComplaintCategory(name)] = tuple(written)
    return found


def _are_usable(reader: NodeReader, node: yaml.Node, written: list[str], longest: int) -> bool:
    """Whether all of the words can be used; every one that cannot is noted."""
    usable = [_is_usable(reader, node, words, longest) for words in written]
    return all(usable)


def _is_usable(reader: NodeReader, node: yaml.Node, written: str, longest: int) -> bool:
    words = words_of(written)
    if not telling_words(words):
        reader.note(line_of(node), f'"{written}" has no words', "Write a word as customers write it")
    elif FILLERS.issuperset(words):
        reader.note(line_of(node), f'"{written}" says too little', _TOO_LITTLE_REMEDY)
    elif len(words) > longest:
        reader.note(line_of(node), f'"{written}" has {len(words)} words', f"Shorten it to {longest}")
    else:
        return True
    return False
