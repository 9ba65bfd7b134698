"""What the business has written down at one moment. Changed files make a new one; a turn uses one from start to end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.conversation.lexicon import Lexicon, shipped_lexicon
from crm.conversation.understanding import Understanding, understand
from crm.conversation.wording import Wording
from crm.kernel.business import Business
from crm.knowledge import Article, Matcher


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The business, what it knows, and how it says things."""

    business: Business
    matcher: Matcher
    wording: Wording
    lexicon: Lexicon = field(default_factory=shipped_lexicon)

    def understand(self, texts: Sequence[str]) -> Understanding:
        """Understand one turn by this business's articles and words. Pure; never raises."""
        return understand(texts, self.matcher, self.lexicon)

    def article(self, slug: str) -> Article | None:
        """Return the article of that name, or None if it was taken away meanwhile."""
        return next((article for article in self.matcher.articles if article.slug == slug), None)
