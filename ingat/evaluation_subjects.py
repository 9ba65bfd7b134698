"""Whose understanding is evaluated: a business's, another folder of articles', or what is learned from a file."""

from collections.abc import Iterable
from pathlib import Path

from crm.kernel.business import MatcherKind
from crm.knowledge import Labelled, Matcher, articles_from, read_articles, shipped_vocabulary
from ingat.business import BusinessError, Problem, load_business, values
from ingat.business.matchers import make_matcher
from ingat.business.settings import SETTINGS_FILE


def matcher_of(folder: Path, kind: str | None) -> Matcher:
    """Return the matcher of a business's folder, or of a folder that holds articles alone.

    Raises BusinessError where the folder cannot be used, SettingError where there is no such kind of matcher.
    """
    if (folder / SETTINGS_FILE).exists():
        snapshot = load_business(folder)
        if kind is None or values.matcher(kind) is snapshot.business.matcher:
            return snapshot.matcher
        return make_matcher(values.matcher(kind), snapshot.matcher.articles, snapshot.lexicon.vocabulary)
    read = read_articles(folder)
    if read.errors:
        raise BusinessError(tuple(Problem(each.file, each.line, each.problem, each.remedy) for each in read.errors))
    return make_matcher(_kind(kind), read.articles, shipped_vocabulary())


def learned_from(labelled: Iterable[Labelled], kind: str | None) -> Matcher:
    """Return a matcher that learned each intent from its questions. Raises SettingError for an unknown kind."""
    return make_matcher(_kind(kind), articles_from(labelled), shipped_vocabulary())


def _kind(kind: str | None) -> MatcherKind:
    return MatcherKind.CORE if kind is None else values.matcher(kind)
