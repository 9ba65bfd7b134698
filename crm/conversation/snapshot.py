"""What the business has written down at one moment. Changed files make a new one; a turn uses one from start to end."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crm.conversation.lexicon import Lexicon, shipped_lexicon
from crm.conversation.recognising_outlets import OutletQuestion, outlet_question_in
from crm.conversation.recognising_thoughts import one_thought
from crm.conversation.understanding import Understanding, understand
from crm.conversation.wording import Wording
from crm.kernel.business import Business
from crm.knowledge import Article, Matcher
from crm.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The business, what it knows, and how it says things. `bot_username` is for links to the bot, without the @."""

    business: Business
    matcher: Matcher
    wording: Wording
    lexicon: Lexicon = field(default_factory=shipped_lexicon)
    outlets: tuple[Outlet, ...] = ()
    bot_username: str = ""

    def understand(self, texts: Sequence[str]) -> Understanding:
        """Understand one turn by this business's articles and words. Pure; never raises."""
        understood = understand(texts, self.matcher, self.lexicon)
        question = outlet_question_in(one_thought(texts), self.outlets, self.lexicon)
        return understood if question is None else self._with_outlets(understood, question)

    def _with_outlets(self, whole: Understanding, question: OutletQuestion) -> Understanding:
        """Return what is said beside a question about outlets, which is answered from their files alone."""
        rest = understand(question.rest, self.matcher, self.lexicon)
        return replace(
            rest, outlet_question=question, language=whole.language, greeting=whole.greeting,
            hides_secret=whole.hides_secret, courtesy=None, is_only_greeting=False, is_empty=False, is_fragment=False,
            is_lead_in=False, guesses=(), assent=None,
        )  # fmt: skip

    def article(self, slug: str) -> Article | None:
        """Return the article of that name, or None if it was taken away meanwhile."""
        return next((article for article in self.matcher.articles if article.slug == slug), None)
