"""What the business has written down: one article answers one question, in one or both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from crm.kernel.language import Language

Text = TypeVar("Text")


class ArticleKind(StrEnum):
    """What happens when an article is the answer."""

    ANSWER = "answer"
    HANDOFF = "handoff"  # the answer is said, and a person is brought in
    ORDER_STATUS = "order_status"  # what is known of the customer's order is said instead, if anything is


@dataclass(frozen=True, slots=True)
class Article:
    """One thing the business knows, as its owner wrote it.

    `title` is short enough for a button. `questions` are examples of how customers ask. `answer` is plain text, without
    markup. Each has at least one language, the same for all three.
    """

    slug: str
    title: Mapping[Language, str]
    questions: Mapping[Language, tuple[str, ...]]
    answer: Mapping[Language, str]
    kind: ArticleKind = ArticleKind.ANSWER

    def title_in(self, language: Language) -> str:
        """Return the title in this language, or in the other one where this one is missing."""
        return _in_language(self.title, language)

    def answer_in(self, language: Language) -> str:
        """Return the answer in this language, or in the other one where this one is missing."""
        return _in_language(self.answer, language)

    @property
    def all_questions(self) -> tuple[str, ...]:
        """The example questions of all languages."""
        return tuple(question for questions in self.questions.values() for question in questions)


def _in_language(texts: Mapping[Language, Text], language: Language) -> Text:
    return texts[language] if language in texts else next(iter(texts.values()))
