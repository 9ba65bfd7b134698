"""What the straightforward bot knows: the articles of a folder, found with rapidfuzz."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from rapidfuzz import fuzz, process, utils

NO_ANSWER: Final = "Sorry, I don't know that one yet. Someone from our team will look into it."
_LOWEST_SCORE: Final = 60


@dataclass(frozen=True, slots=True)
class Answers:
    """Example questions, made comparable once, and the answer of each."""

    questions: list[str]
    answers: list[str]

    def find(self, text: str) -> str:
        """Return the answer to the most similar example question, or the sentence that says there is none."""
        found = process.extractOne(
            utils.default_process(text), self.questions, scorer=fuzz.token_set_ratio, score_cutoff=_LOWEST_SCORE
        )
        return NO_ANSWER if found is None else self.answers[found[2]]


def load_answers(folder: Path) -> Answers:
    """Read all articles of a folder."""
    questions, answers = [], []
    for file in sorted(folder.glob("*.yaml")):
        for article in yaml.safe_load(file.read_text(encoding="utf-8")).values():
            if isinstance(article, dict):
                questions += [utils.default_process(question) for question in article["questions"]]
                answers += [article["answer"].strip()] * len(article["questions"])
    return Answers(questions, answers)
