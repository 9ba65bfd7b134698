"""What the customer said in one turn, as far as it can be told from the words alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crm.conversation.greetings import Greeting, is_acknowledgement, take_greeting
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_complaints import Complaint, complaint_category, foremost
from crm.conversation.recognising_language import language_of
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.recognising_sentences import clauses_in, sentences_in
from crm.conversation.recognising_wishes import wants_person
from crm.kernel.language import Language
from crm.knowledge import Article, Band, Match, Matcher, band_of, words_of

__all__ = ["Answerable", "Complaint", "ComplaintCategory", "Greeting", "Understanding", "understand"]

MOST_QUESTIONS = 3
MOST_GUESSES = 3
_MOST_SENTENCES = 8  # what follows is taken as one
_MOST_CLAUSES = 4
_LONGEST_TURN = 16_384  # characters; four of Telegram's longest messages
_LONGEST_FRAGMENT = 2  # words
_LONGEST_LEAD_IN = 4
_LEAD_INS = frozenset({"tanya", "nanya", "bertanya", "ask", "question", "pertanyaan"})
_COMMAND = re.compile(r"^/\w+(@\w+)?", re.MULTILINE)
_WEAK = frozenset({ComplaintCategory.OTHER})  # an article that surely answers is a better reading


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question with the article that surely answers it, and the customer's words that asked it."""

    article: Article
    score: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that was understood of one turn.

    `questions` are sure and all different; `guesses` are only filled when nothing else was understood. A fragment is
    very short and nothing sure: more may be coming.
    """

    language: Language | None = None
    greeting: Greeting | None = None
    is_only_greeting: bool = False
    is_thanks: bool = False
    wants_person: bool = False
    complaint: Complaint | None = None
    questions: tuple[Answerable, ...] = ()
    guesses: tuple[Match, ...] = ()
    is_fragment: bool = False
    is_empty: bool = False


@dataclass(slots=True)
class _Reading:
    """What has been gathered while the sentences of a turn are read."""

    questions: dict[str, Answerable] = field(default_factory=dict)
    guesses: tuple[Match, ...] = ()
    categories: list[ComplaintCategory] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what is neither a question nor a greeting
    wants_person: bool = False

    @property
    def is_sure(self) -> bool:
        return bool(self.questions or self.categories or self.wants_person)


def understand(texts: Sequence[str], matcher: Matcher) -> Understanding:
    """Understand one turn: all messages the customer sent since the last answer, oldest first. Pure; never raises."""
    whole = "\n".join(texts)[:_LONGEST_TURN].strip()
    if not whole:
        return Understanding(is_empty=True)
    words = words_of(whole)
    language = _language_spoken(whole, words)
    if is_acknowledgement(whole, words):
        return Understanding(language=language, is_thanks=True)
    greeting, said = _greeting_and_rest(whole)
    reading = _Reading()
    for sentence, sentence_words in said:
        _read(sentence, sentence_words, matcher, reading)
    if len(said) > 1 and not reading.is_sure:
        _match(" ".join(sentence for sentence, _ in said), matcher, reading)
    meant = [word for _, sentence_words in said for word in sentence_words]
    return Understanding(
        language=language,
        greeting=greeting,
        is_only_greeting=greeting is not None and not meant,
        wants_person=reading.wants_person,
        complaint=_complaint(reading, whole),
        questions=tuple(reading.questions.values())[:MOST_QUESTIONS],
        guesses=() if reading.is_sure else reading.guesses[:MOST_GUESSES],
        is_fragment=not reading.is_sure and (bool(meant) or greeting is None) and _is_short(meant),
    )


def _language_spoken(whole: str, words: Sequence[str]) -> Language | None:
    """Return the customer's language. A command is the bot's own word: whoever chooses /help does not speak English."""
    return language_of(words_of(_COMMAND.sub("", whole)) if "/" in whole else words)


def _greeting_and_rest(whole: str) -> tuple[Greeting | None, list[tuple[str, Sequence[str]]]]:
    """Return the first greeting and the sentences with words in them beyond greetings."""
    first: Greeting | None = None
    said: list[tuple[str, Sequence[str]]] = []
    for sentence in sentences_in(whole, _MOST_SENTENCES):
        greeting, rest = take_greeting(words_of(sentence))
        first = first or greeting
        if rest:
            said.append((sentence, rest))
    return first, said


def _read(sentence: str, words: Sequence[str], matcher: Matcher, reading: _Reading) -> None:
    """Take what one sentence says: a wish for a person, a complaint, a question, or something untold."""
    if wants_person(words):
        reading.wants_person = True
        return
    category = complaint_category(sentence, words)
    if (category is None or category in _WEAK) and _match(sentence, matcher, reading):
        return
    for clause in clauses_in(sentence, _MOST_CLAUSES):
        clause_words = words_of(clause)
        if clause_words and complaint_category(clause, clause_words) is None:
            _match(clause, matcher, reading)
    if category is not None:
        reading.categories.append(category)
    reading.told.append(sentence)


def _match(text: str, matcher: Matcher, reading: _Reading) -> bool:
    """Add the article that surely answers a text, or keep the best guesses; tell whether there was an answer."""
    matches = matcher.match(text)
    band = band_of(matches)
    if band is Band.ANSWER:
        best = matches[0]
        reading.questions.setdefault(best.article.slug, Answerable(best.article, best.score, text))
    elif band is Band.ASK_BACK and (not reading.guesses or matches[0].score > reading.guesses[0].score):
        reading.guesses = tuple(_offered(matches))
    return band is Band.ANSWER


def _offered(matches: Sequence[Match]) -> Iterator[Match]:
    """The matches that are worth a button: not far behind the best."""
    return (match for match in matches if band_of((match,)) is not Band.NONE)


def _complaint(reading: _Reading, whole: str) -> Complaint | None:
    if not reading.categories:
        return None
    return Complaint(foremost(reading.categories), order_number_in(whole), " ".join(reading.told))


def _is_short(words: Sequence[str]) -> bool:
    if len(words) <= _LONGEST_FRAGMENT:
        return True
    return len(words) <= _LONGEST_LEAD_IN and not _LEAD_INS.isdisjoint(words)
