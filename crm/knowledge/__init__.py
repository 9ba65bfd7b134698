"""What the business knows: articles in readable files, and finding the one that answers a question."""

from crm.knowledge.article_matcher import ArticleMatcher
from crm.knowledge.articles import Article, ArticleKind
from crm.knowledge.classifying import Classifier
from crm.knowledge.evaluating import (
    Change,
    Evaluation,
    Labelled,
    Outcome,
    changes_between,
    ending_of,
    endings,
    evaluate,
)
from crm.knowledge.features import features_of
from crm.knowledge.fillers import FILLERS
from crm.knowledge.labelled_files import (
    LabelledFileError,
    articles_from,
    in_scope_of,
    read_labelled,
)
from crm.knowledge.loading import ArticleFolder, load_articles, read_articles
from crm.knowledge.matching import (
    ANSWER_FROM,
    ASK_BACK_FROM,
    MOST_BUTTONS,
    Band,
    Match,
    Matcher,
    band_of,
    worth_a_button,
)
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
    "ANSWER_FROM",
    "ASK_BACK_FROM",
    "FILLERS",
    "LONGEST_PHRASE",
    "MOST_BUTTONS",
    "Article",
    "ArticleError",
    "ArticleErrors",
    "ArticleFolder",
    "ArticleKind",
    "ArticleMatcher",
    "Band",
    "Change",
    "Classifier",
    "Evaluation",
    "Labelled",
    "LabelledFileError",
    "Match",
    "Matcher",
    "Outcome",
    "Phrase",
    "Phrases",
    "Vocabulary",
    "articles_from",
    "band_of",
    "by_first_word",
    "changes_between",
    "contains_phrase",
    "ending_of",
    "endings",
    "evaluate",
    "features_of",
    "in_scope_of",
    "load_articles",
    "normalise",
    "parse_article",
    "phrase_at",
    "read_articles",
    "read_labelled",
    "read_phrases",
    "read_word_file",
    "read_words",
    "shipped_vocabulary",
    "split_words",
    "words_of",
    "worth_a_button",
]
