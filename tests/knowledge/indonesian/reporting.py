"""How the demo shop's bot does on these messages. Run: `python -m tests.knowledge.indonesian.reporting [--misses]`."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from crm.conversation.understanding import Understanding, understand
from crm.knowledge import ArticleMatcher, Labelled, Matcher, evaluate, load_articles
from tests.knowledge.examples import DEMO_ARTICLES
from tests.knowledge.indonesian.messages import (
    ACKNOWLEDGEMENT,
    NOTHING,
    OPENING,
    REPORT,
    TUNE,
    Message,
    about_articles,
    labelled_with,
    read_messages,
)


def ending_of(understood: Understanding) -> str:
    """Return in one word what the bot would do with a turn, an article's slug where it answers with it."""
    if understood.is_only_greeting:
        return OPENING
    if understood.courtesy is not None or understood.assent is not None:
        return ACKNOWLEDGEMENT
    if understood.wants_person:
        return "bicara-dengan-tim"
    if understood.questions:
        return understood.questions[0].article.slug
    for name in ("complaint", "follow_up", "withdraws", "asks_who_answers", "is_lead_in", "guesses"):
        if getattr(understood, name):
            return f"({name})"
    return "(not understood)"


def right(message: Message, ending: str) -> bool:
    """Whether a turn's ending is right: what no article answers must not be answered by one."""
    if message.label == NOTHING:
        return ending.startswith("(") or ending in {OPENING, ACKNOWLEDGEMENT}
    return ending == message.label


def report(half: str, matcher: Matcher, messages: Sequence[Message]) -> Iterator[str]:
    """Yield the lines of the report on one half."""
    those = tuple(message for message in messages if message.half == half)
    asked, nothing = about_articles(those), labelled_with(those, NOTHING)
    alone = evaluate(matcher, [Labelled(message.text, frozenset({message.label})) for message in asked])
    yield f"{half}: {len(asked)} for articles, {len(nothing)} for nothing"
    yield f"  matcher alone: accuracy {alone.accuracy:.3f}, coverage {alone.coverage:.3f}, error {alone.error:.3f},"
    yield f"    asked back {len(alone.asked_back)}, the right article among the buttons in {alone.offered:.3f} of them"
    refused = evaluate(matcher, [Labelled(message.text, frozenset()) for message in nothing])
    yield f"  matcher alone, nothing to answer: not answered {refused.refused:.3f}"
    for name, group in (
        ("articles", asked),
        ("nothing", nothing),
        ("openings", labelled_with(those, OPENING)),
        ("acknowledgements", labelled_with(those, ACKNOWLEDGEMENT)),
    ):
        endings = [(message, ending_of(understand([message.text], matcher))) for message in group]
        done = sum(right(message, ending) for message, ending in endings)
        yield f"  whole turn, {name}: {done} of {len(group)} right ({done / len(group):.3f})"
        wrong = Counter(ending for message, ending in endings if not right(message, ending))
        yield "    otherwise: " + ", ".join(f"{ending} {count}" for ending, count in wrong.most_common(12))


def _misses(matcher: Matcher, messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        ending = ending_of(understand([message.text], matcher))
        if not right(message, ending):
            yield f"{message.label} -> {ending}: {message.text}"


def main(arguments: Sequence[str]) -> None:
    """Print the report, and with --misses the messages of the tuned half that end wrongly."""
    matcher, messages = ArticleMatcher(load_articles(DEMO_ARTICLES)), read_messages()
    halves = [half for half in (TUNE, REPORT) if half in arguments] or [TUNE, REPORT]
    for half in halves:
        print("\n".join(report(half, matcher, messages)))  # noqa: T201
    if "--misses" in arguments:
        tuned = [message for message in messages if message.half == TUNE]
        print("\n".join(_misses(matcher, tuned)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
