"""What is gathered while the sentences of a turn are read, and how a text finds its article."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.conversation.lexicon import Lexicon
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_consent import ConsentWish
from crm.conversation.recognising_remarks import Remark, RemarkKind
from crm.knowledge import Article, Band, Match, Matcher, band_of, worth_a_button

_VERY_SURE = 88.0  # a match score: with less a clause is not taken for a question of its own


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question with the article that surely answers it, and the customer's words that asked it."""

    article: Article
    score: float
    words: str


@dataclass(slots=True)
class Reading:
    """What has been gathered while the sentences of a turn are read."""

    matcher: Matcher
    lexicon: Lexicon
    questions: dict[str, Answerable] = field(default_factory=dict)
    guesses: tuple[Match, ...] = ()
    categories: list[ComplaintCategory] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what is neither a question nor a greeting
    follow_ups: list[str] = field(default_factory=list)
    asks_who_answers: bool = False
    wants_person: bool = False
    says_what_it_is: bool = False
    withdraws: bool = False
    remarks: list[Remark] = field(default_factory=list)
    consent_wish: ConsentWish | None = None

    @property
    def wishes(self) -> bool:
        """Whether something is wished for that no article is sure to grant."""
        return any(remark.kind is RemarkKind.WISH for remark in self.remarks) and not self.questions

    @property
    def is_plain(self) -> bool:
        """Whether what is wanted is so plain that no second opinion is asked for."""
        asked = any(question.score >= _VERY_SURE for question in self.questions.values())
        return self.asks_who_answers or self.wants_person or (asked and not self.categories)

    @property
    def is_sure(self) -> bool:
        """Whether anything was understood for certain."""
        wants = self.asks_who_answers or self.wants_person or self.withdraws
        is_told = self.questions or self.categories or self.remarks
        return bool(wants or is_told or self.consent_wish)

    @property
    def is_only_asking(self) -> bool:
        """Whether nothing but questions was understood."""
        wants = self.asks_who_answers or self.wants_person or self.withdraws or self.follow_ups
        return bool(self.questions) and not (wants or self.categories or self.remarks or self.consent_wish)


def is_very_sure(matches: Sequence[Match]) -> bool:
    """Whether these matches leave no doubt that their first is asked for."""
    return band_of(matches) is Band.ANSWER and matches[0].score >= _VERY_SURE


def match(text: str, reading: Reading) -> bool:
    """Add the article that surely answers a text, or keep the best guesses; tell whether there was an answer."""
    matches = reading.matcher.match(text)
    band = band_of(matches)
    if band is Band.ANSWER:
        best = matches[0]
        reading.questions.setdefault(best.article.slug, Answerable(best.article, best.score, text))
    elif band is Band.ASK_BACK and (not reading.guesses or matches[0].score > reading.guesses[0].score):
        reading.guesses = worth_a_button(matches)
    return band is Band.ANSWER
