"""The page that docs/understanding.md is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Final

from benchmarks.understanding.measuring import (
    MATCHERS,
    Marks,
    accuracy_to_beat,
    accuracy_to_beat_on_vectors,
    marks_of,
    times_of_the_core,
    vector_ms,
)
from benchmarks.understanding.questions import (
    DATA,
    EXAMPLES,
    Exam,
    draws,
    exam,
    exam_out_of_scope,
    in_scope_alone,
    indonesian_exam,
)
from crm.knowledge import ANSWER_FROM, ASK_BACK_FROM

Say = Callable[[str], None]

_PAGE: Final = Path(__file__).with_name("page.md")
_YARDSTICK: Final = "linear SVC"
_NOT_SHOWN: Final = "\N{EN DASH}"


def page(folder: Path, say: Say) -> str:
    """Measure everything and return the page. `say` is told how far it is."""
    parts = {
        "real": "\n".join(_real(folder, say)),
        "out_of_scope": "\n".join(_out_of_scope(folder, say)),
        "indonesian": "\n".join(_indonesian(indonesian_exam(), say)),
        "speed": "\n".join(_speed(folder, say)),
    }
    vector = f"{vector_ms(exam(folder, DATA[0], EXAMPLES[0], 0)):.0f}"
    shown = {"vector_ms": vector, "answer_from": f"{ANSWER_FROM:g}", "ask_back_from": f"{ASK_BACK_FROM:g}"}
    return Template(_PAGE.read_text("utf-8")).substitute(parts | shown)


def _real(folder: Path, say: Say) -> Iterator[str]:
    for data, examples in _cells():
        say(f"{data}, {_written(examples)}")
        exams = [exam(folder, data, examples, draw) for draw in draws(examples)]
        accuracy = _percent(accuracy_to_beat(exams))
        yield _row(data, _written(examples), _YARDSTICK, accuracy, *[_NOT_SHOWN] * 3)
        if examples is not None:
            on_vectors = _percent(accuracy_to_beat_on_vectors(exams))
            yield _row(data, _written(examples), f"{_YARDSTICK} on vectors", on_vectors, *[_NOT_SHOWN] * 3)
        for who in MATCHERS:
            marks = _mean_marks(who, exams)
            yield _row(data, _written(examples), who, *_percents(marks, "accuracy", "coverage", "error", "offered"))


def _out_of_scope(folder: Path, say: Say) -> Iterator[str]:
    for data, examples in _cells():
        say(f"{data}, {_written(examples)}, some intents withheld")
        exams = [exam_out_of_scope(folder, data, examples, draw) for draw in draws(examples)]
        for who in MATCHERS:
            marks = _mean_marks(who, exams)
            yield _row(data, _written(examples), who, *_percents(marks, "refused", "coverage", "error"))


def _indonesian(whole: Exam, say: Say) -> Iterator[str]:
    say("Indonesian")
    in_scope = in_scope_alone(whole)
    alone, both = f"{len(in_scope.asked)} in scope", f"all {len(whole.asked)}"
    yield _row(alone, _YARDSTICK, _percent(accuracy_to_beat([in_scope])), *[_NOT_SHOWN] * 4)
    for who in MATCHERS:
        marks = marks_of(MATCHERS[who], in_scope)
        yield _row(alone, who, *_percents(marks, "accuracy", "coverage", "error", "offered"), _NOT_SHOWN)
    for who in MATCHERS:
        marks = marks_of(MATCHERS[who], whole)
        yield _row(both, who, _NOT_SHOWN, *_percents(marks, "coverage", "error", "offered", "refused"))


def _speed(folder: Path, say: Say) -> Iterator[str]:
    for data, examples in _cells():
        say(f"{data}, {_written(examples)}, speed")
        asked = exam(folder, data, examples, 0)
        learned = sum(len(article.all_questions) for article in asked.articles)
        times = times_of_the_core(asked)
        yield _row(f"{data}, {learned:,} examples", f"{times.learning_s:.2f} s", f"{times.message_ms:.2f} ms")


def _cells() -> Iterator[tuple[str, int | None]]:
    return ((data, examples) for data in DATA for examples in EXAMPLES)


def _mean_marks(who: str, exams: list[Exam]) -> Marks:
    return Marks.mean(marks_of(MATCHERS[who], each) for each in exams)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _written(examples: int | None) -> str:
    return "all" if examples is None else str(examples)


def _percents(marks: Marks, *names: str) -> list[str]:
    return [_percent(getattr(marks, name)) for name in names]


def _percent(share: float) -> str:
    return f"{share:.1%}"
