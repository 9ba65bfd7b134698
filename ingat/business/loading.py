"""From the business folder to a snapshot that answers, or all that is wrong with the folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from crm.conversation.lexicon import shipped_lexicon
from crm.conversation.snapshot import Snapshot
from crm.conversation.wording import Sources, make_wording, read_sources
from crm.kernel.business import Business
from crm.kernel.language import Language
from crm.knowledge import Article, read_articles
from crm.outlets import Outlet
from ingat.business.matchers import make_matcher
from ingat.business.outlets import OUTLETS_FOLDER, read_outlets
from ingat.business.overrides import MESSAGES_FOLDER, Overrides, read_overrides
from ingat.business.problems import BusinessError, Problem, Severity
from ingat.business.settings import SETTINGS_FILE, read_settings
from ingat.business.vocabulary import VOCABULARY_FOLDER, OwnWords, read_vocabulary

ARTICLES_FOLDER: Final = "articles"
UTC_ZONE: Final = ZoneInfo("UTC")
"""Of a business whose settings cannot be read: nothing is said in it, for nothing of that folder comes in force."""
SHIPPED_MESSAGES: Final = Path(__file__).parents[2] / "templates"

_MOST_NAMED: Final = 3  # articles in one piece of advice


@dataclass(frozen=True, slots=True)
class _Folder:
    """What was read, good or bad."""

    business: Business | None
    articles: tuple[Article, ...]
    shipped: Mapping[Language, Sources]
    overrides: Overrides
    own_words: OwnWords
    outlets: tuple[Outlet, ...]
    errors: tuple[Problem, ...]


def load_business(folder: Path) -> Snapshot:
    """Read the folder. Raises BusinessError with all that is wrong with it."""
    read = _read(folder)
    if read.business is None or read.errors:
        raise BusinessError(read.errors)
    sources = {
        language: shipped.overridden_by(read.overrides.sources.get(language, Sources()))
        for language, shipped in read.shipped.items()
    }
    lexicon = shipped_lexicon().with_more(read.own_words.same, read.own_words.complaints)
    matcher = make_matcher(read.business.matcher, read.articles, lexicon.vocabulary)
    return Snapshot(read.business, matcher, make_wording(read.business, sources), lexicon, read.outlets)


def check(folder: Path, today: date) -> list[Problem]:
    """Return all that is wrong with the folder or missing from it, errors first. Nothing means that all is well."""
    read = _read(folder)
    advice = () if read.business is None else _advice(read.business, read.articles, today)
    return [*read.errors, *advice]


def _read(folder: Path) -> _Folder:
    shipped = read_sources(SHIPPED_MESSAGES)
    if not folder.is_dir():
        missing = Problem(
            folder.name, None, f"there is no folder {folder}", "ingat init writes one and asks for the rest"
        )
        return _Folder(None, (), shipped, Overrides(), OwnWords(), (), (missing,))
    business, settings_problems = read_settings(folder)
    articles, article_problems = _read_articles(folder)
    overrides = Overrides() if business is None else read_overrides(folder, business, shipped)
    own_words = read_vocabulary(folder)
    outlets = read_outlets(folder, UTC_ZONE if business is None else business.zone)
    errors = (*settings_problems, *article_problems, *overrides.problems, *own_words.problems, *outlets.problems)
    return _Folder(business, articles, shipped, overrides, own_words, outlets.outlets, errors)


def _read_articles(folder: Path) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    articles = folder / ARTICLES_FOLDER
    if not articles.exists():
        return (), ()
    read = read_articles(articles)
    problems = (
        Problem(Path(error.file).relative_to(folder).as_posix(), error.line, error.problem, error.remedy)
        for error in read.errors
    )
    return read.articles, tuple(problems)


def _advice(business: Business, articles: tuple[Article, ...], today: date) -> Iterator[Problem]:
    def advise(file: str, problem: str, remedy: str) -> Problem:
        return Problem(file, None, problem, remedy, Severity.ADVICE)

    if not articles:
        remedy = "Write the first article, and the bot answers what it says"
        yield advise(ARTICLES_FOLDER, "there are no articles yet, so every question goes to a person", remedy)
    for language in business.languages:
        without = [article.slug for article in articles if language not in article.answer]
        if without:
            some = ", ".join((*without[:_MOST_NAMED], *(["…"] if len(without) > _MOST_NAMED else [])))
            problem = f"{len(without)} of {len(articles)} articles have no {language}: ({some})"
            yield advise(ARTICLES_FOLDER, problem, "Those are answered in their other language")
    if business.emergency_phone is None:
        remedy = "Write emergency_phone: if there is a number for what cannot wait"
        yield advise(SETTINGS_FILE, "there is no emergency phone", remedy)
    holidays = business.hours.holidays
    if holidays and all(holiday.date < today for holiday in holidays):
        problem = f"all holidays are past, the last one was {holidays[-1].name} on {holidays[-1].date}"
        yield advise(SETTINGS_FILE, problem, "Write those of the next year")


def parts_read(folder: Path) -> tuple[Path, ...]:
    """Return the parts of the folder that are read."""
    return tuple(
        folder / part for part in (SETTINGS_FILE, ARTICLES_FOLDER, MESSAGES_FOLDER, VOCABULARY_FOLDER, OUTLETS_FOLDER)
    )
