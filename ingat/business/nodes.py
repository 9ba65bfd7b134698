"""YAML as nodes rather than values: a node knows its line, and 08:00 stays what was written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import yaml

from ingat.business.problems import Problem, SettingError

LARGEST_FILE_BYTES: Final = 200_000
_NOTHING: Final = frozenset(("", "~", "null"))
_REMEDY: Final = 'Compare it with the lines around it: blanks at its beginning, a colon, "quotation marks" left open'

Given = ParamSpec("Given")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class NodeReader:
    """Reads one file of a folder and collects what is wrong with it instead of stopping at the first."""

    folder: Path
    path: Path
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int | None, problem: str, remedy: str) -> None:
        """Collect one problem. `line` counts from 1."""
        self.problems.append(Problem(self.path.relative_to(self.folder).as_posix(), line, problem, remedy))

    def text(self) -> str | None:
        """Return the file's text, or None with a problem noted."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            self.note(None, f"the file cannot be read ({error.strerror})", "See that it exists and may be read")
            return None
        if len(content) > LARGEST_FILE_BYTES:
            self.note(None, f"the file has {len(content)} bytes", f"{LARGEST_FILE_BYTES} is the most")
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.note(line, "the file is not in UTF-8", "Save it again as UTF-8")
            return None

    def top(self) -> yaml.Node | None:
        """Return the file's outermost node; None for an empty file, and for a broken one with a problem noted."""
        text = self.text()
        if text is None:
            return None
        try:
            node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.note(mark.line + 1 if mark else None, f"the line cannot be read ({error.problem})", _REMEDY)
            return None
        except (yaml.YAMLError, RecursionError):
            self.note(None, "the file cannot be read as YAML", _REMEDY)
            return None
        return node

    def entries(self, node: yaml.Node, what: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Yield name, its node and the value's node of a mapping, each name once."""
        if not isinstance(node, yaml.MappingNode):
            self.note(line_of(node), f"{what} is not a list of names and values", "Write each as name: value")
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name in seen:
                self.note(line_of(key), f'"{name}" stands here twice', "Keep one of them")
                continue
            seen.add(name)
            yield name, key, value

    def scalar(self, node: yaml.Node) -> str | None:
        """Return a plain text; None with a problem noted if there is something else."""
        if not isinstance(node, yaml.ScalarNode):
            self.note(line_of(node), "there is a list where one value belongs", "Write one value")
            return None
        text = str(node.value).strip()
        return "" if node.style is None and text.lower() in _NOTHING else text

    def items(self, node: yaml.Node) -> list[str] | None:
        """Return the texts of a list, or of values with commas between them; None with a problem noted."""
        if isinstance(node, yaml.SequenceNode):
            texts = [self.scalar(item) for item in node.value]
            return None if None in texts else [text for text in texts if text is not None]
        text = self.scalar(node)
        return None if text is None else [part.strip() for part in text.split(",")]

    def value(self, node: yaml.Node, read: Callable[[str], Value]) -> Value | None:
        """Return what `read` makes of a text; None with its error noted."""
        text = self.scalar(node)
        return None if text is None else self.attempt(node, read, text)

    def list_value(self, node: yaml.Node, read: Callable[[list[str]], Value]) -> Value | None:
        """Return what `read` makes of the texts of a list; None with its error noted."""
        texts = self.items(node)
        return None if texts is None else self.attempt(node, read, texts)

    def attempt(
        self, node: yaml.Node, read: Callable[Given, Value], *args: Given.args, **kwargs: Given.kwargs
    ) -> Value | None:
        """Return what `read` returns; None with its error noted at the line of this node."""
        try:
            return read(*args, **kwargs)
        except SettingError as error:
            self.note(line_of(node), error.problem, error.remedy)
            return None


def line_of(node: yaml.Node) -> int:
    """Return the line of a node, counted from 1."""
    return int(node.start_mark.line) + 1
