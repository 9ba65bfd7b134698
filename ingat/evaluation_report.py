"""What `ingat knowledge evaluate` prints."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from crm.knowledge import (
    ANSWER_FROM,
    ASK_BACK_FROM,
    Change,
    Evaluation,
    Labelled,
    Matcher,
    changes_between,
    ending_of,
    endings,
    evaluate,
    in_scope_of,
)

MOST_ERROR: Final = 0.05  # among direct answers: more is worse than asking back
_SCORES: Final = range(50, 100, 5)
_MOST_CONFUSIONS: Final = 15
_MOST_CHANGES: Final = 20
_ENDINGS: Final = ("right", "wrong", "asked back", "handed over")


def evaluation_of(matcher: Matcher, labelled: Sequence[Labelled]) -> Evaluation:
    """Ask the questions. One whose intent is none of the matcher's articles is out of scope."""
    return evaluate(matcher, in_scope_of(labelled, {article.slug for article in matcher.articles}))


def report(name: str, matcher: Matcher, evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines about one evaluation."""
    examples = sum(len(article.all_questions) for article in matcher.articles)
    yield f"{name}: {evaluation.questions} questions, {len(evaluation.out_of_scope)} of them out of scope"
    yield f"learned from {len(matcher.articles)} articles with {examples} example questions"
    yield ""
    yield f"At the thresholds in force (answer from {ANSWER_FROM:g}, ask back from {ASK_BACK_FROM:g}):"
    yield f"  accuracy   {evaluation.accuracy:6.1%}  answered at once and rightly, of all"
    yield f"  coverage   {evaluation.coverage:6.1%}  answered at once, of all"
    yield f"  error      {evaluation.error:6.1%}  wrong, of those answered at once"
    yield f"  asked back {len(evaluation.asked_back):6}  the right article is a button in {evaluation.offered:.1%}"
    yield f"  the right article fits best in {evaluation.best_accuracy:.1%} of what is in scope"
    if evaluation.out_of_scope:
        yield f"  out of scope: {evaluation.refused:.1%} not answered"
    yield from _categories(evaluation)
    yield ""
    yield from _thresholds(evaluation)
    yield from _confusions(evaluation)


def changes(other: Path, before: Evaluation, after: Evaluation) -> Iterator[str]:
    """Yield what another folder's articles would move."""
    moved = changes_between(before, after)
    yield ""
    yield f"With the articles of {other}: accuracy {before.accuracy:.1%} → {after.accuracy:.1%},"
    yield f"coverage {before.coverage:.1%} → {after.coverage:.1%}, error {before.error:.1%} → {after.error:.1%}"
    was, becomes = endings(before.outcomes), endings(after.outcomes)
    yield "  " + ", ".join(f"{ending} {was[ending]} → {becomes[ending]}" for ending in _ENDINGS)
    yield from _moved("right now", [each for each in moved if ending_of(each.after) == "right"])
    yield from _moved("wrong now", [each for each in moved if ending_of(each.after) == "wrong"])
    yield from _moved("no longer right", [each for each in moved if ending_of(each.before) == "right"])


def lowest_threshold(evaluation: Evaluation, most_error: float = MOST_ERROR) -> int | None:
    """Return the lowest match score from which answering errs in at most this share; None if none does."""
    return next((score for score in range(101) if (found := evaluation.answering_from(score))[0] > 0
                 and found[1] <= most_error), None)  # fmt: skip


def _categories(evaluation: Evaluation) -> Iterator[str]:
    for name, part in evaluation.of_categories().items():
        yield f"  {name}: accuracy {part.accuracy:.1%}, coverage {part.coverage:.1%}, error {part.error:.1%}"


def _thresholds(evaluation: Evaluation) -> Iterator[str]:
    yield "If answered from a score of   coverage    error"
    for score in _SCORES:
        coverage, error = evaluation.answering_from(score)
        yield f"{score:28}   {coverage:8.1%} {error:8.1%}"
    lowest = lowest_threshold(evaluation)
    if lowest is None:
        yield f"No score keeps the error under {MOST_ERROR:.0%}."
    else:
        yield f"The lowest that keeps the error under {MOST_ERROR:.0%}: {lowest}."


def _confusions(evaluation: Evaluation) -> Iterator[str]:
    confusions = evaluation.confusions()
    if confusions:
        yield ""
        yield "Answered wrongly (what would have been right → what was answered):"
    for (right, given), outcomes in confusions[:_MOST_CONFUSIONS]:
        yield f"{len(outcomes):5}  {right or 'out of scope'} → {given}: {outcomes[0].question.text}"
    if len(confusions) > _MOST_CONFUSIONS:
        yield f"       and {len(confusions) - _MOST_CONFUSIONS} more pairs"


def _moved(what: str, moved: Sequence[Change]) -> Iterator[str]:
    yield f"  {what}: {len(moved)}"
    for each in moved[:_MOST_CHANGES]:
        yield f"    {ending_of(each.before)} → {ending_of(each.after)} ({each.after.best}): {each.after.question.text}"
