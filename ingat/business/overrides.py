"""messages/: what the business says in its own words instead of the shipped ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crm.conversation.wording import (
    MESSAGES,
    TEMPLATE_SUFFIX,
    WORDS_FILE,
    Sources,
    did_you_mean,
    template_problems,
    word_problem,
)
from crm.kernel.business import Business
from crm.kernel.language import Language
from ingat.business.nodes import NodeReader, line_of
from ingat.business.problems import Problem

MESSAGES_FOLDER: Final = "messages"
_NOTES: Final = (".md", ".txt")


@dataclass(frozen=True, slots=True)
class Overrides:
    """The overrides that were found, by language, and all that is wrong with them."""

    sources: Mapping[Language, Sources] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_overrides(folder: Path, business: Business, shipped: Mapping[Language, Sources]) -> Overrides:
    """Read and try every override of the business folder. Without a messages/ folder there are none."""
    reader = _OverrideReader(folder, business, shipped)
    sources: dict[Language, Sources] = {}
    for path in visible_files(folder / MESSAGES_FOLDER):
        if path.is_dir() and path.name in tuple(Language):
            sources[Language(path.name)] = reader.read_language(path, Language(path.name))
        elif path.is_dir() or path.suffix not in _NOTES:
            reader.note(path, f'"{path.name}" is not read here', f"Put messages into {' or '.join(Language)}")
    return Overrides(sources, tuple(reader.problems))


def visible_files(folder: Path) -> list[Path]:
    """Return what the folder holds, in order, without hidden files and editors' copies; nothing if there is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name[0] not in ".~#" and path.name[-1] != "~")


@dataclass(frozen=True, slots=True)
class _OverrideReader:
    folder: Path
    business: Business
    shipped: Mapping[Language, Sources]
    problems: list[Problem] = field(default_factory=list)

    def note(self, path: Path, problem: str, remedy: str) -> None:
        self.problems.append(Problem(path.relative_to(self.folder).as_posix(), None, problem, remedy))

    def read_language(self, messages: Path, language: Language) -> Sources:
        words = self._read_words(messages / WORDS_FILE, self.shipped[language].words)
        templates = {}
        for path in visible_files(messages):
            if path.name != WORDS_FILE and path.suffix not in _NOTES and self._is_message(path):
                source = self._read_template(path, language, {**self.shipped[language].words, **words})
                if source is not None:
                    templates[path.stem] = source
        return Sources(templates, words)

    def _is_message(self, path: Path) -> bool:
        if path.suffix != TEMPLATE_SUFFIX:
            remedy = f"Name a message as hello{TEMPLATE_SUFFIX}, and the short words {WORDS_FILE}"
            self.note(path, f'"{path.name}" is not read here', remedy)
        elif path.stem not in MESSAGES:
            self.note(path, f'there is no message called "{path.stem}"', did_you_mean(path.stem, MESSAGES))
        return path.suffix == TEMPLATE_SUFFIX and path.stem in MESSAGES

    def _read_template(self, path: Path, language: Language, words: Mapping[str, str]) -> str | None:
        reader = NodeReader(self.folder, path, self.problems)
        source = reader.text()
        if source is not None:
            for each in template_problems(self.business, language, words, path.stem, source):
                reader.note(each.line, each.problem, each.remedy)
        return source

    def _read_words(self, path: Path, shipped: Mapping[str, str]) -> dict[str, str]:
        """Return the words that are overridden. Those that are wrong are noted and left out."""
        reader = NodeReader(self.folder, path, self.problems)
        top = reader.top() if path.exists() else None
        words: dict[str, str] = {}
        for name, key, value in reader.entries(top, "the file") if top is not None else ():
            if name not in shipped:
                reader.note(line_of(key), f'there is no word called "{name}"', did_you_mean(name, shipped))
                continue
            text = reader.scalar(value)
            problem = None if text is None else word_problem(name, text)
            if problem is not None:
                reader.note(line_of(value), problem, f"The shipped text is: {shipped[name]}")
            elif text is not None:
                words[name] = text
        return words
