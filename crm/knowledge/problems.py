"""What is wrong with an article file, in words for the person who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ArticleError(ValueError):
    """One mistake in one file: where it is, what it is, and what to do about it. `line` counts from 1."""

    file: str
    line: int | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.problem}. {self.remedy}."


class ArticleErrors(ExceptionGroup[ArticleError]):
    """All mistakes of a folder, so that they can be mended in one go."""

    def __new__(cls, errors: Sequence[ArticleError]) -> "ArticleErrors":  # noqa: D102  # only fixes the message
        return super().__new__(cls, "some articles cannot be used", list(errors))
