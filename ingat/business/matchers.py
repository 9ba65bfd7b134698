"""The matcher that a business chose. What the extra brings is imported only where it was chosen."""

from crm.kernel.business import MatcherKind
from crm.knowledge import Article, ArticleMatcher, Matcher, Vocabulary


def make_matcher(kind: MatcherKind, articles: tuple[Article, ...], vocabulary: Vocabulary) -> Matcher:
    """Return a matcher that has learned from the articles."""
    if kind is MatcherKind.SEMANTIC:
        from crm.knowledge.semantic import semantic_matcher  # noqa: PLC0415

        return semantic_matcher(articles, vocabulary)
    return ArticleMatcher(articles, vocabulary)
