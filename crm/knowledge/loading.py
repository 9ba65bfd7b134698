"""From a folder of article files to articles, and everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm.knowledge.articles import Article
from crm.knowledge.normalising import normalise
from crm.knowledge.parsing import parse_article
from crm.knowledge.problems import ArticleError, ArticleErrors

LARGEST_FILE_BYTES = 200_000
_ENDINGS = (".yaml", ".yml")
_NOT_ARTICLES = (".md", ".txt")  # notes of the owner, unless they are articles that an editor renamed


@dataclass(frozen=True, slots=True)
class ArticleFolder:
    """What a folder holds: the articles that can be used, by slug, and what is wrong with the others."""

    articles: tuple[Article, ...]
    errors: tuple[ArticleError, ...]


def load_articles(folder: Path) -> tuple[Article, ...]:
    """Return all articles of a folder by slug. Raises ArticleErrors, with every mistake, if there is any."""
    read = read_articles(folder)
    if read.errors:
        raise ArticleErrors(read.errors)
    return read.articles


def read_articles(folder: Path) -> ArticleFolder:
    """Read a folder and keep what can be used: one bad file does not silence the others. Empty is no error."""
    articles: list[Article] = []
    errors: list[ArticleError] = []
    asked: dict[str, tuple[str, str]] = {}
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        return ArticleFolder((), (_unreadable(folder, error),))
    for path in paths:
        try:
            article = _read(path)
            if article is None:
                continue
            if any(known.slug == article.slug for known in articles):
                raise ArticleError(str(path), None, f"there are two files named {article.slug}", "Delete one of them")
        except ArticleError as error:
            errors.append(error)
            continue
        articles.append(article)
        errors.extend(_asked_twice(path, article, asked))
    return ArticleFolder(tuple(articles), tuple(errors))


def _read(path: Path) -> Article | None:
    """Return the article of a file, or None for a file that is none. Raises ArticleError."""
    if path.suffix not in _ENDINGS:
        if path.suffix in _NOT_ARTICLES and Path(path.stem).suffix not in _ENDINGS:
            return None
        raise ArticleError(str(path), None, "only files ending in .yaml are read", "Rename it, or move it elsewhere")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(content) > LARGEST_FILE_BYTES:
        raise ArticleError(str(path), None, f"the file has {len(content)} bytes", "Split it into several articles")
    return parse_article(_decode(content, path), path.stem, str(path))


def _decode(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ArticleError(str(path), line, "the file is not in UTF-8", "Save it again as UTF-8") from error


def _unreadable(path: Path, error: OSError) -> ArticleError:
    return ArticleError(str(path), None, f"cannot be read ({error.strerror})", "See that it exists and may be read")


def _asked_twice(path: Path, article: Article, asked: dict[str, tuple[str, str]]) -> Iterator[ArticleError]:
    """Yield an error for every question that an earlier article has too: it could only be answered by guessing."""
    for question in article.all_questions:
        slug, earlier = asked.setdefault(normalise(question), (article.slug, question))
        if slug != article.slug:
            problem = f'the question "{question}" is also asked in {slug}.yaml ("{earlier}")'
            yield ArticleError(str(path), _line_of(question, path), problem, "Keep it in one of the two")


def _line_of(question: str, path: Path) -> int | None:
    lines = enumerate(path.read_text("utf-8-sig").splitlines(), start=1)
    return next((number for number, line in lines if question in line), None)
