"""What the business knows: articles in readable files, and finding the one that answers a question."""

from crm.knowledge.article_matcher import ArticleMatcher
from crm.knowledge.articles import Article, ArticleKind
from crm.knowledge.evaluating import Evaluation, Labelled, evaluate
from crm.knowledge.fillers import FILLERS
from crm.knowledge.loading import ArticleFolder, load_articles, read_articles
from crm.knowledge.matching import Band, Match, Matcher, band_of, worth_a_button
from crm.knowledge.normalising import normalise, words_of
from crm.knowledge.parsing import parse_article
from crm.knowledge.problems import ArticleError, ArticleErrors
from crm.knowledge.vocabulary import LONGEST_PHRASE, Vocabulary, shipped_vocabulary
from crm.knowledge.word_tables import (
    Phrase,
    Phrases,
    by_first_word,
    contains_phrase,
    phrase_at,
    read_phrases,
    read_word_file,
    read_words,
    split_words,
)

__all__ = [
    "FILLERS",
    "LONGEST_PHRASE",
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
    "Phrase",
    "Phrases",
    "Vocabulary",
    "band_of",
    "by_first_word",
    "contains_phrase",
    "evaluate",
    "load_articles",
    "normalise",
    "parse_article",
    "phrase_at",
    "read_articles",
    "read_phrases",
    "read_word_file",
    "read_words",
    "shipped_vocabulary",
    "split_words",
    "words_of",
    "worth_a_button",
]
