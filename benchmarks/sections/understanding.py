"""How long it takes to understand one message, and to learn from the examples when an article was edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median, quantiles
from time import perf_counter_ns
from typing import Final

from benchmarks.bench import Bench
from benchmarks.business import DEMO
from benchmarks.report import Figure, Goal, Section
from crm.conversation.understanding import understand
from crm.kernel.language import Language
from crm.knowledge import Article, ArticleMatcher, load_articles
from tests.knowledge.indonesian.messages import read_messages

_EXAMPLES: Final = 1_000
_WARM_UP: Final = "halo, pesanan 4411 rusak, bisa refund?"
_NAME: Final = "the core matcher"
_ONE_MESSAGE: Final = Goal(at_most=5.0)


@dataclass(frozen=True, slots=True)
class Understood:
    """One run: the times of single messages, none of them asked before, and the time to learn."""

    median_ms: float
    p99_ms: float
    slowest_ms: float
    learning_ms: float


def measure(bench: Bench) -> Section:
    """Let a fresh matcher of a thousand examples read each message once. In the first round each word is new, too."""
    articles, asked = _articles(bench.questions), [message.text for message in read_messages()]
    measured = bench.interleaved({_NAME: lambda: _run(articles, asked)})
    runs = measured.runs.get(_NAME, [])
    return Section(
        title=f"Understanding a message ({_EXAMPLES:,} example phrases, {len(asked):,} messages in Indonesian)",
        figures=_figures(runs) if runs else [],
        failures=measured.failures,
    )


def _figures(runs: list[Understood]) -> list[Figure]:
    return [
        Figure(label="one message, median", unit="ms", runs=[run.median_ms for run in runs]),
        Figure(label="one message, p99", unit="ms", runs=[run.p99_ms for run in runs], goal=_ONE_MESSAGE),
        Figure(label="one message, the slowest", unit="ms", runs=[run.slowest_ms for run in runs]),
        Figure(label="learning from all examples", unit="ms", runs=[run.learning_ms for run in runs]),
    ]


def _run(articles: tuple[Article, ...], asked: Sequence[str]) -> Understood:
    begin_ns = perf_counter_ns()
    matcher = ArticleMatcher(articles)
    learning_ms = (perf_counter_ns() - begin_ns) / 1e6
    understand([_WARM_UP], matcher)  # the tables of words are read when they are first asked for
    times_ms = []
    for question in asked:
        begin_ns = perf_counter_ns()
        understand([question], matcher)
        times_ms.append((perf_counter_ns() - begin_ns) / 1e6)
    return Understood(median(times_ms), quantiles(times_ms, n=100)[-1], max(times_ms), learning_ms)


def _articles(questions: Sequence[str]) -> tuple[Article, ...]:
    """The demo shop's articles with a thousand phrases: their own, and others that customers ask.

    Whose the others are makes no difference to the time.
    """
    articles = load_articles(DEMO / "articles")
    missing = _EXAMPLES - sum(len(article.all_questions) for article in articles)
    more = list(islice(cycle(questions), missing))
    return tuple(_with_more(article, more[at :: len(articles)]) for at, article in enumerate(articles))


def _with_more(article: Article, phrases: Sequence[str]) -> Article:
    return Article(
        slug=article.slug,
        title=article.title,
        questions={**article.questions, Language.EN: (*article.questions.get(Language.EN, ()), *phrases)},
        answer=article.answer,
        kind=article.kind,
    )
