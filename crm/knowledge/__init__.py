"""What the business knows: articles in readable files, and finding the one that answers a question."""

from crm.knowledge.articles import Article, ArticleKind
from crm.knowledge.indexing import ArticleMatcher
from crm.knowledge.matching import Band, Match, Matcher, band_of
from crm.knowledge.normalising import normalise

__all__ = ["Article", "ArticleKind", "ArticleMatcher", "Band", "Match", "Matcher", "band_of", "normalise"]
