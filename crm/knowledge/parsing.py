"""From the text of one YAML file to an article.

The file is read as nodes rather than values, because a node knows its line, and an owner who made a slip wants to hear
the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from crm.kernel.language import Language
from crm.knowledge.articles import Article, ArticleKind
from crm.knowledge.normalising import normalise
from crm.knowledge.problems import ArticleError

LONGEST_SLUG = 40  # it travels in a button's callback data, of which Telegram allows 64 bytes
LONGEST_TITLE = 40  # it is the text of a button
LONGEST_QUESTION = 200
MOST_QUESTIONS = 100  # in one language
LONGEST_ANSWER = 2_000  # one message, with room for what the bot adds

_DEEPEST = 10  # lists in lists; an article needs three
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufffd\ufffe\uffff\ud800-\udfff]")
_LANGUAGE_KEYS = ("title", "questions", "answer")
_TOP_KEYS = (*Language, "kind")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, 20 times as fast, where PyYAML was built with it


@dataclass(frozen=True, slots=True)
class _Texts:
    """What one language of a file says."""

    title: str
    questions: tuple[str, ...]
    answer: str


def parse_article(text: str, slug: str, file: str) -> Article:
    """Return the article that the text of a file describes.

    `slug` is the file's name without its ending; `file` is how the file is called in errors. Raises ArticleError.
    """
    reader = _Reader(file)
    reader.check_slug(slug)
    reader.check_characters(text)
    top = reader.entries(reader.compose(text), "the file", _TOP_KEYS)
    kind = reader.kind(top["kind"]) if "kind" in top else ArticleKind.ANSWER
    texts = {language: reader.texts(top[language], language) for language in Language if language in top}
    if not texts:
        raise reader.error(
            None, "there is neither id: nor en:", "Write at least one language, as in the other articles"
        )
    return Article(
        slug=slug,
        title={language: said.title for language, said in texts.items()},
        questions={language: said.questions for language, said in texts.items()},
        answer={language: said.answer for language, said in texts.items()},
        kind=kind,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the nodes of one file and says what is wrong with them."""

    file: str

    def error(self, node: yaml.Node | None, problem: str, remedy: str) -> ArticleError:
        """Return the error to raise for this node of the file, or for the file as a whole."""
        return ArticleError(self.file, None if node is None else node.start_mark.line + 1, problem, remedy)

    def check_slug(self, slug: str) -> None:
        if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug):
            raise self.error(
                None,
                f'the file name "{slug}" cannot be used',
                f"Name it with small letters, digits and hyphens, at most {LONGEST_SLUG}, such as jam-buka.yaml",
            )

    def check_characters(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), start=1):
            if "\t" in line[: len(line) - len(line.lstrip())]:
                raise ArticleError(self.file, number, "the line begins with a tab", "Use blanks instead of tabs")
            odd = _ODD.search(line.removesuffix("\r"))
            if odd:
                problem = f"there is an invisible or broken character (U+{ord(odd[0]):04X}) at place {odd.start() + 1}"
                raise ArticleError(self.file, number, problem, "Delete it and type the word again")

    def compose(self, text: str) -> yaml.Node:
        """Return the file's outermost node."""
        try:
            self.check_depth(text)
            node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise ArticleError(
                self.file, mark.line + 1 if mark else None, f"the line cannot be read ({error.problem})", _REMEDY
            ) from error
        except yaml.YAMLError as error:
            raise ArticleError(self.file, None, "the file cannot be read as YAML", _REMEDY) from error
        if node is None:
            raise self.error(None, "the file is empty", "Write the article, or delete the file")
        return node

    def check_depth(self, text: str) -> None:
        """Raise where lists stand in lists without end: composing them recurses in C and would end the process."""
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else None
                raise ArticleError(self.file, line, "lists stand in lists too deeply", "Take out the brackets")

    def entries(self, node: yaml.Node, what: str, known: tuple[str, ...]) -> dict[str, yaml.Node]:
        """Return the keys of a mapping with their nodes: only known ones, and each of them once."""
        if not isinstance(node, yaml.MappingNode):
            raise self.error(
                node, f"{what} is not a list of names and values", f"Write {', '.join(known)} with a colon"
            )
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                raise self.error(key, f'"{name}" is not known here', f"These may stand here: {', '.join(known)}")
            if name in found:
                raise self.error(key, f'"{name}" stands here twice', "Keep one of them")
            found[name] = value
        return found

    def kind(self, node: yaml.Node) -> ArticleKind:
        named = node.value if isinstance(node, yaml.ScalarNode) else ""
        try:
            return ArticleKind(named)
        except ValueError as error:
            kinds = ", ".join(ArticleKind)
            raise self.error(node, f'"{named}" is no kind of article', f"Write one of: {kinds}") from error

    def texts(self, node: yaml.Node, language: Language) -> _Texts:
        """Return the title, questions and answer of one language."""
        entries = self.entries(node, f"{language}:", _LANGUAGE_KEYS)
        for key in _LANGUAGE_KEYS:
            if key not in entries:
                raise self.error(node, f"{language}: has no {key}:", f"Write {key}: under {language}:")
        return _Texts(
            title=self.text(entries["title"], "the title", LONGEST_TITLE),
            questions=tuple(self.questions(entries["questions"])),
            answer=self.text(entries["answer"], "the answer", LONGEST_ANSWER),
        )

    def questions(self, node: yaml.Node) -> Iterator[str]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.error(node, "there are no questions", "Write each question on a line of its own, after a hyphen")
        if len(node.value) > MOST_QUESTIONS:
            raise self.error(node, "there are too many questions", f"Keep the {MOST_QUESTIONS} that matter most")
        for item in node.value:
            question = self.text(item, "the question", LONGEST_QUESTION)
            if not normalise(question):
                raise self.error(item, f'the question "{question}" has no words', "Write it as a customer would ask it")
            yield question

    def text(self, node: yaml.Node, what: str, longest: int) -> str:
        if not isinstance(node, yaml.ScalarNode):
            remedy = 'If there is a colon in it, put "quotation marks" around the whole text'
            raise self.error(node, f"{what} is not a plain text", remedy)
        text = str(node.value).strip()
        if not text or (node.style is None and text in {"null", "~"}):
            raise self.error(node, f"{what} is empty", "Write the text after the colon or the hyphen")
        if len(text) > longest:
            raise self.error(node, f"{what} has {len(text)} characters", f"Shorten it to {longest}")
        return text


_REMEDY = 'Compare it with the lines around it: blanks at its beginning, a colon, "quotation marks" that do not end'
