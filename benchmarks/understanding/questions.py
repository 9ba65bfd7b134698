"""The labelled questions: real ones from a folder, and the project's own Indonesian ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from crm.knowledge import Labelled, articles_from, load_articles, read_labelled
from crm.knowledge.articles import Article
from tests.knowledge.indonesian.messages import NOTHING, REPORT, about_articles, labelled_with, read_messages

DATA: Final = ("retail", "banking")
EXAMPLES: Final = (5, 20, None)
_DEMO: Final = Path(__file__).parents[2] / "demo" / "articles"
_EVERY_WITHHELD: Final = 5  # of so many intents one is not learned: what asks for it is out of scope


@dataclass(frozen=True, slots=True)
class Exam:
    """What is learned from, and what is asked afterwards."""

    articles: tuple[Article, ...]
    asked: tuple[Labelled, ...]


def draws(examples: int | None) -> range:
    """Return the numbers of the draws: a few examples are drawn three times, all of them once."""
    return range(1 if examples is None else 3)


def exam(folder: Path, data: str, examples: int | None, draw: int) -> Exam:
    """Return so many examples of each intent of the train part, and the whole test part."""
    return exam_of(
        read_labelled(folder / f"{data}-train.csv"), read_labelled(folder / f"{data}-test.csv"), examples, draw
    )


def exam_of(learned: Iterable[Labelled], asked: Sequence[Labelled], examples: int | None, draw: int) -> Exam:
    """Return so many examples of each intent to learn from, and what is asked."""
    return Exam(articles_from(_drawn(learned, examples, draw)), tuple(asked))


def exam_out_of_scope(folder: Path, data: str, examples: int | None, draw: int) -> Exam:
    """Return the same with every fifth intent withheld from learning: its questions have no right answer."""
    return without_intents(exam(folder, data, examples, draw), draw)


def without_intents(whole: Exam, draw: int) -> Exam:
    """Return an exam with every fifth intent withheld."""
    withheld = {article.slug for article in whole.articles[draw::_EVERY_WITHHELD]}
    learned = tuple(article for article in whole.articles if article.slug not in withheld)
    return Exam(learned, tuple(Labelled(each.text, each.slugs - withheld) for each in whole.asked))


def indonesian_exam(half: str = REPORT) -> Exam:
    """Return the demo shop's articles, and half of the Indonesian messages: that which nothing was tuned on."""
    messages = tuple(message for message in read_messages() if message.half == half)
    asked = [*about_articles(messages), *labelled_with(messages, NOTHING)]
    labelled = (Labelled(message.text, frozenset({message.label} - {NOTHING})) for message in asked)
    return Exam(load_articles(_DEMO), tuple(labelled))


def in_scope_alone(whole: Exam) -> Exam:
    """Return an exam without the questions that have no right answer."""
    return Exam(whole.articles, tuple(each for each in whole.asked if not each.is_out_of_scope))


def _drawn(labelled: Iterable[Labelled], examples: int | None, draw: int) -> Iterator[Labelled]:
    by_intent: defaultdict[str, list[Labelled]] = defaultdict(list)
    for each in labelled:
        by_intent[min(each.slugs)].append(each)
    random = Random(draw)  # noqa: S311 the same examples each time, no secret
    for intent in sorted(by_intent):
        yield from by_intent[intent] if examples is None else random.sample(by_intent[intent], examples)
