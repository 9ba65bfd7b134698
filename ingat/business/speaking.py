"""Telling the owner in their own language what is wrong with the folder.

The sentences stand in English where they arise. templates/id/problems.yaml says each of them in Indonesian: a sentence
is looked up by its fixed words, and what stands in its places goes over into the other one.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from crm.kernel.language import Language
from ingat.business.loading import SHIPPED_MESSAGES
from ingat.business.problems import BusinessError, Problem, SettingError, as_sentences
from ingat.business.settings import SETTINGS_FILE

PROBLEMS_FILE: Final = "problems.yaml"
_PLACE: Final = re.compile(r"\{(\w+)\}")
_OF_THE_ENVIRONMENT: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_LARGEST_SETTINGS_BYTES: Final = 200_000


def owners_language(folder: Path, environment: Mapping[str, str]) -> Language:
    """Return the business's own language, or that of the environment where the folder does not tell."""
    return _language_in(folder) or language_of_environment(environment)


def language_of_environment(environment: Mapping[str, str]) -> Language:
    """Return the language that the environment asks for: Indonesian where it does, otherwise English."""
    asked = next((environment[name] for name in _OF_THE_ENVIRONMENT if environment.get(name)), "")
    return Language.ID if asked.lower().startswith(Language.ID) else Language.EN


def _language_in(folder: Path) -> Language | None:
    """Read the language leniently: the other settings may be wrong."""
    try:
        text = (folder / SETTINGS_FILE).read_bytes()[:_LARGEST_SETTINGS_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    for setting in (r"default_language:\s*", r"languages:\s*\[?\s*(?:#.*\n)*\s*(?:-\s*)?"):
        found = re.search(rf"^{setting}[\"']?(\w+)", text, re.MULTILINE)
        if found and found[1] in tuple(Language):
            return Language(found[1])
    return None


def problem_in(problem: Problem, language: Language) -> str:
    """Return where something is wrong, what it is and what to do about it."""
    where = problem.file
    if problem.line is not None:
        where = sentence_in(f"{problem.file}, line {problem.line}", language)
    said = as_sentences(sentence_in(problem.problem, language), sentence_in(problem.remedy, language))
    return f"{where}: {said}"


def cannot_be_used(folder: Path, error: BusinessError, environment: Mapping[str, str]) -> str:
    """Return that a folder cannot be used, and why, in its owner's language."""
    language = owners_language(folder, environment)
    problems = "\n".join(problem_in(problem, language) for problem in error.problems)
    return sentence_in(f"{folder} cannot be used. {{}}", language).replace("{}", problems)


def setting_error_in(error: SettingError, language: Language) -> str:
    """Return what is wrong with an answer, and what to write instead."""
    return as_sentences(sentence_in(error.problem, language), sentence_in(error.remedy, language))


def sentence_in(sentence: str, language: Language) -> str:
    """Return one of our English sentences in a language. One that is not ours stays as it is."""
    if language is Language.EN:
        return sentence
    for pattern, translation in _indonesian():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return _filled(translation, {name: sentence_in(text, language) for name, text in found.groupdict().items()})
    return sentence


def _filled(translation: str, places: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: places[place[1]], translation)


@cache
def _indonesian() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences with their translations, those with the most fixed words first."""
    written: dict[str, str] = yaml.safe_load((SHIPPED_MESSAGES / Language.ID / PROBLEMS_FILE).read_text("utf-8"))
    ranked = sorted(written.items(), key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple((_pattern(english), indonesian) for english, indonesian in ranked)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)  # fixed words and names of places take turns
    written = (re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts))
    return re.compile("".join(written), re.DOTALL)
