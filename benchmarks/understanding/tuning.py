"""How the weighing of the match score is found. Run `python -m benchmarks.understanding.tuning FOLDER [core|semantic]`.

Nothing that is reported is touched: the exams are held within the train parts, and the Indonesian messages are those of
the tuning half. A logistic regression tells from the signs of the best article whether it is the right one; then the
threshold is moved to where no more than `WORST` of what is answered is wrong in any row, and printed as the constant.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, tanh
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.understanding.measuring import MATCHERS
from benchmarks.understanding.questions import DATA, EXAMPLES, Exam, draws, exam_of, indonesian_exam, without_intents
from crm.knowledge import ANSWER_FROM, read_labelled
from crm.knowledge.article_matcher import FEWEST_ARTICLES, LEAD_THAT_SETTLES, USUAL_ARTICLES, USUAL_QUESTIONS, Signs
from tests.knowledge.indonesian.messages import TUNE

WORST: Final = 0.05  # of what is answered
_SHARE_ASKED: Final = 0.2  # of a train part; the rest is learned from
_MOST_ASKED: Final = 1_500
_INDONESIAN: Final = "Indonesian"
_NEVER: Final = -99.0
_VERBATIM: Final = 100.0  # the score of a question that stands in an article
_INDONESIAN_COUNTS: Final = 6.0  # as much as the other rows in which something is out of scope together
_NAMES: Final = ("by_likeness", "by_lead", "by_known", "by_stranger")
_BY_QUESTIONS: Final = -0.1  # these two by hand, so that few and many are wrong about alike often
_BY_ARTICLES: Final = -0.6


@dataclass(frozen=True, slots=True)
class Asked:
    """The signs of the article that was best for one question, and whether it was right."""

    signs: Signs
    is_right: bool
    is_verbatim: bool


def exams(folder: Path) -> Iterator[tuple[str, Exam]]:
    """Yield exams within the train parts, each with the name of its row, and the tuning half."""
    for data in DATA:
        train = list(read_labelled(folder / f"{data}-train.csv"))
        for examples in EXAMPLES:
            for draw in draws(examples):
                Random(draw).shuffle(train)  # noqa: S311 the same each time, no secret
                asked = train[: int(_SHARE_ASKED * len(train))]
                whole = exam_of(train[len(asked) :], asked[:_MOST_ASKED], examples, draw)
                yield f"{data} {examples or 'all'}", whole
                yield f"{data} {examples or 'all'}, withheld", without_intents(whole, draw)
    yield _INDONESIAN, indonesian_exam(TUNE)


def asked_in(exam: Exam, matcher_name: str) -> list[Asked]:
    """Ask all questions of an exam."""
    matcher = MATCHERS[matcher_name](exam.articles)
    found = []
    for question in exam.asked:
        slug, signs = next(iter(matcher.signs(question.text).items()))
        score = matcher.match(question.text)[0].score
        found.append(Asked(signs, slug in question.slugs, is_verbatim=score >= _VERBATIM))
    return found


def main() -> None:
    """Print the constants, and what each row comes to with them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding.tuning", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("matcher", choices=tuple(MATCHERS), default="core", nargs="?")
    given = parser.parse_args()
    rows: defaultdict[str, list[list[Asked]]] = defaultdict(list)
    for name, exam in exams(given.folder):
        rows[name].append(asked_in(exam, given.matcher))
    weights, at_nothing = _fit(rows)
    threshold = _threshold(rows, weights, at_nothing)
    shift = log(ANSWER_FROM / (100 - ANSWER_FROM)) - threshold
    found = " ".join(f"{name}={by:.2f}" for name, by in zip(_NAMES, weights, strict=True))
    _say(f"at_nothing={at_nothing + shift:.2f} {found}")
    for name, answered, wrong in _table(rows, weights, at_nothing, threshold):
        _say(f"{name:24} answered {answered:.3f}, wrong {wrong:.3f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _values(signs: Signs) -> list[float]:
    lead = LEAD_THAT_SETTLES * tanh(signs.lead / LEAD_THAT_SETTLES)
    return [signs.likeness, lead, signs.known, float(signs.has_stranger)]


def _fit(rows: dict[str, list[list[Asked]]]) -> tuple[Sequence[float], float]:
    """Learn from the rows in which something is out of scope."""
    values, right, weights = [], [], []
    for name, draws_of_it in rows.items():
        if name != _INDONESIAN and "withheld" not in name:
            continue
        for asked in draws_of_it:
            those = [each for each in asked if not each.is_verbatim]
            values += [_values(each.signs) for each in those]
            right += [each.is_right for each in those]
            weights += [(_INDONESIAN_COUNTS if name == _INDONESIAN else 1.0) / len(draws_of_it) / len(those)] * len(
                those
            )
    scale = 1_000 / fmean(weights) / len(weights)
    found = LogisticRegression(C=100, max_iter=5_000).fit(values, right, sample_weight=np.array(weights) * scale * 20)
    return found.coef_[0].tolist(), float(found.intercept_[0])


def _speaks(each: Asked, weights: Sequence[float], at_nothing: float) -> float:
    many = _BY_QUESTIONS * log(each.signs.questions / USUAL_QUESTIONS)
    many += _BY_ARTICLES * log(max(each.signs.articles, FEWEST_ARTICLES) / USUAL_ARTICLES)
    known = many + sum(by * value for by, value in zip(weights, _values(each.signs), strict=True))
    if each.signs.names_another and not each.is_verbatim:
        return _NEVER
    return -_NEVER if each.is_verbatim else at_nothing + known


def _threshold(rows: dict[str, list[list[Asked]]], weights: Sequence[float], at_nothing: float) -> float:
    for step in range(200):
        threshold = 0.5 + step * 0.02
        if max(wrong for _, _, wrong in _table(rows, weights, at_nothing, threshold)) <= WORST:
            return threshold
    raise ValueError("there is no such threshold")


def _table(
    rows: dict[str, list[list[Asked]]], weights: Sequence[float], at_nothing: float, threshold: float
) -> list[tuple[str, float, float]]:
    """Return for each row what is answered, and how much of that is wrong."""
    found = []
    for name, draws_of_it in rows.items():
        shares = []
        for asked in draws_of_it:
            those = [each for each in asked if _speaks(each, weights, at_nothing) >= threshold]
            mistaken = sum(not each.is_right for each in those)
            shares.append((len(those) / len(asked), mistaken / max(1, len(those))))
        answered, wrong = (fmean(column) for column in zip(*shares, strict=True))
        found.append((name, answered, wrong))
    return found


if __name__ == "__main__":
    main()
