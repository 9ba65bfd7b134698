"""The yardstick: linear support vectors over TF-IDF of words and parts of words, as scikit-learn has them."""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from benchmarks.understanding.questions import Exam
from crm.knowledge.semantic import sentence_vectors


def accuracy_of_the_yardstick(exam: Exam) -> float:
    """Return the share of the questions in scope for which it names the right intent."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return _accuracy(make_pipeline(make_union(words, parts), LinearSVC(random_state=0)), exam)


def accuracy_on_vectors(exam: Exam) -> float:
    """Return the same of support vectors over the sentence vectors that the semantic matcher hears, as they come."""
    as_they_come = FunctionTransformer(sentence_vectors)
    return _accuracy(make_pipeline(as_they_come, LinearSVC(random_state=0)), exam)


def _accuracy(learned: Pipeline, exam: Exam) -> float:
    examples = [(text, article.slug) for article in exam.articles for text in article.all_questions]
    learned.fit([text for text, _ in examples], [slug for _, slug in examples])
    in_scope = [each for each in exam.asked if each.slugs]
    named = learned.predict([each.text for each in in_scope])
    right = [slug in each.slugs for slug, each in zip(named, in_scope, strict=True)]
    return sum(right) / len(right)
