"""Trying a text before a customer meets it: its syntax, its variables, and what it becomes with every sample."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import TracebackType
from typing import Final

from jinja2 import Environment, Template, TemplateError, TemplateSyntaxError, meta, nodes

from crm.conversation.wording.addressing import address
from crm.conversation.wording.catalogue import MESSAGES, STANDARD_VARIABLES
from crm.conversation.wording.markup import html_problem, shown_text, utf16_length
from crm.conversation.wording.messages import Message
from crm.conversation.wording.rendering import make_environment
from crm.kernel.business import AddressForm, Business
from crm.kernel.language import Language

LONGEST_LABEL: Final = 40  # of a button, in UTF-16 units, so that it can be read on a phone
LONGEST_WORD: Final = 200
ORDER_PLACE: Final = "{order}"

_NO_FILTER: Final = "No filter named "  # how Jinja begins to say so
_SAMPLE_NAMES: Final = ("Siti", None)
_FAILURES: Final = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What is wrong with a text and what to do about it, as sentences without a full stop. `line` counts from 1."""

    line: int | None
    problem: str
    remedy: str


def template_problems(
    business: Business, language: Language, words: Mapping[str, str], key: str, source: str
) -> tuple[TextProblem, ...]:
    """Return what is wrong with this template for a message of the catalogue: nothing, if it may be used."""
    message = MESSAGES[key]
    environment = make_environment(business, language, words, message.kind.is_html)
    try:
        unknown = tuple(_unknown_variables(environment, message, source))
        return unknown or tuple(_rendering_problems(environment.from_string(source), business, language, message))
    except TemplateSyntaxError as error:
        return (_syntax_problem(environment, error),)


def word_problem(name: str, text: str) -> str | None:
    """Return what is wrong with a short word, as a sentence without a full stop, or None."""
    if not text.strip():
        return "the text is empty"
    longest = LONGEST_LABEL if name.startswith("button_") else LONGEST_WORD
    if utf16_length(text) > longest:
        return f"the text has {utf16_length(text)} characters, and {longest} is the most"
    if (name == "order" or name.endswith("_order")) and ORDER_PLACE not in text:
        return f"the text needs {ORDER_PLACE} where the number of the order stands"
    return None


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return a remedy that names the nearest known name, or all of them where none is near."""
    names = sorted(known)
    near = get_close_matches(wrong, names, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}"


def _unknown_variables(environment: Environment, message: Message, source: str) -> Iterator[TextProblem]:
    tree = environment.parse(source)
    known = message.names | STANDARD_VARIABLES.keys()
    for name in sorted(meta.find_undeclared_variables(tree) - known):
        line = next((each.lineno for each in tree.find_all(nodes.Name) if each.name == name), None)
        yield TextProblem(line, f'the message {message.key} does not know "{name}"', did_you_mean(name, known))


def _syntax_problem(environment: Environment, error: TemplateSyntaxError) -> TextProblem:
    said = (error.message or "it cannot be read").rstrip(".")
    if said.startswith(_NO_FILTER):
        wrong = said.removeprefix(_NO_FILTER).strip("'")
        return TextProblem(error.lineno, f'there is no filter "{wrong}"', did_you_mean(wrong, environment.filters))
    remedy = "Compare it with the shipped text: each {{ is closed by }}, each {% if %} by {% endif %}"
    return TextProblem(error.lineno, f"the line cannot be read ({said})", remedy)


def _rendering_problems(
    template: Template, business: Business, language: Language, message: Message
) -> Iterator[TextProblem]:
    """Yield the first problem that any combination of samples, names and forms of address shows."""
    for variables in message.samples():
        for form in AddressForm:
            for name in _SAMPLE_NAMES:
                called = address(language, form, name)
                addressed = {"name": called.name, "address": called.address, "you": called.you}
                problem = _problem_with(template, message, {**variables, **addressed, "zone": business.zone})
                if problem is not None:
                    yield problem
                    return


def _problem_with(template: Template, message: Message, variables: Mapping[str, object]) -> TextProblem | None:
    try:
        text = template.render(variables).strip()
    except _FAILURES as error:
        remedy = "Compare it with the shipped text, or delete this file to use that one"
        return TextProblem(_line_of(error.__traceback__), f"it cannot be said ({error})", remedy)
    if not text:
        return TextProblem(None, "the message says nothing in some cases", "Write something for all of them")
    if message.kind.is_html and (problem := html_problem(text)) is not None:
        return TextProblem(None, problem, "Telegram knows <b>, <i>, <u>, <s>, <a href>, <code>, <pre> and <blockquote>")
    length = utf16_length(shown_text(text) if message.kind.is_html else text)
    if length > message.kind.longest:
        return TextProblem(None, f"the message has {length} characters", f"Shorten it to {message.kind.longest}")
    return None


def _line_of(traceback: TracebackType | None) -> int | None:
    """The last line of the template that was being rendered."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
