"""A few small articles for tests."""

from pathlib import Path

from crm.kernel.language import Language
from crm.knowledge import Article

DEMO_ARTICLES = Path(__file__).parents[2] / "demo" / "articles"


def article(slug: str, *questions: str, language: Language = Language.ID, title: str | None = None) -> Article:
    """An article in one language with these questions, and an answer that names it."""
    return Article(
        slug=slug,
        title={language: title or slug.replace("-", " ")},
        questions={language: questions},
        answer={language: f"Jawaban {slug}."},
    )
