"""What the business knows: articles in readable files, and finding the one that answers a question."""

from crm.knowledge.articles import Article, ArticleKind
from crm.knowledge.concepts import concepts_in
from crm.knowledge.evaluating import Evaluation, Labelled, evaluate
from crm.knowledge.indexing import ArticleMatcher
from crm.knowledge.loading import ArticleFolder, load_articles, read_articles
from crm.knowledge.matching import Band, Match, Matcher, band_of
from crm.knowledge.normalising import normalise, words_of
from crm.knowledge.parsing import parse_article
from crm.knowledge.problems import ArticleError, ArticleErrors
from crm.knowledge.word_tables import contains_phrase, read_phrases, read_words

__all__ = [
    "Article",
    "ArticleError",
    "ArticleErrors",
    "ArticleFolder",
    "ArticleKind",
    "ArticleMatcher",
    "Band",
    "Evaluation",
    "Labelled",
    "Match",
    "Matcher",
    "band_of",
    "concepts_in",
    "contains_phrase",
    "evaluate",
    "load_articles",
    "normalise",
    "parse_article",
    "read_articles",
    "read_phrases",
    "read_words",
    "words_of",
]
