"""The words as files: a template for each message, and one file with the short words of a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from crm.kernel.language import Language

WORDS_FILE = "words.yaml"
TEMPLATE_SUFFIX = ".j2"


@dataclass(frozen=True, slots=True)
class Sources:
    """What one language's folder holds: templates by message key, and words by their name."""

    templates: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def overridden_by(self, other: "Sources") -> "Sources":
        """Return these sources with what the other one says instead."""
        return Sources({**self.templates, **other.templates}, {**self.words, **other.words})


def read_sources(folder: Path) -> dict[Language, Sources]:
    """Read the shipped `templates/` folder. It is ours and tested, so what is wrong with it raises."""
    return {language: _read_language(folder / language) for language in Language}


def _read_language(folder: Path) -> Sources:
    templates = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob(f"*{TEMPLATE_SUFFIX}"))}
    words = yaml.safe_load((folder / WORDS_FILE).read_text("utf-8"))
    return Sources(templates, {str(name): str(text) for name, text in words.items()})
