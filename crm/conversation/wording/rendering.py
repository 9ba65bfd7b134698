"""Saying it: templates compiled once, rendered for one customer at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from crm.conversation.wording import formats
from crm.conversation.wording.addressing import address
from crm.conversation.wording.catalogue import MESSAGES
from crm.conversation.wording.sources import Sources
from crm.kernel.business import AddressForm, Business
from crm.kernel.language import Language
from crm.kernel.masking import masked

_OTHER: Final = "other"  # the category that says nothing beside an order
LONGEST_PREVIEW: Final = 120  # characters of one quoted line


@dataclass(frozen=True, slots=True)
class Wording:
    """All that the bot says, in the business's own words. Immutable: changed words make a new one."""

    business: Business
    words: Mapping[Language, Mapping[str, str]]
    _templates: Mapping[tuple[Language, str], Template] = field(repr=False)

    def say(
        self,
        language: Language,
        key: str,
        *,
        customer_name: str | None = None,
        address_form: AddressForm | None = None,
        zone: ZoneInfo | None = None,
        **variables: object,
    ) -> str:
        """Return the message for this customer: Telegram HTML, or plain text where its kind is shown plainly.

        `customer_name` is as they gave it, `address_form` their own choice, `zone` theirs if known. `variables` are
        exactly those of the message's catalogue entry: a KeyError for an unknown key, a TypeError for other variables.
        Texts among them are often a customer's: what should not have been typed is hidden in them.
        """
        expected = MESSAGES[key].names
        if variables.keys() != expected:
            raise TypeError(f"{key} is said with {sorted(expected)}, not with {sorted(variables)}")
        form = self.business.address_form if address_form is None else address_form
        called = address(language, form, customer_name)
        shown = {name: masked(value) if type(value) is str else value for name, value in variables.items()}
        text = self._templates[language, key].render(
            shown, name=called.name, address=called.address, you=called.you, zone=zone or self.business.zone
        )
        return text.strip()

    def word(self, language: Language, name: str) -> str:
        """Return one of the short words, as plain text; a KeyError if there is none of that name."""
        return self.words[language][name]

    def button(self, language: Language, name: str) -> str:
        """Return the label of a button, as plain text: `button("id", "yes")` is the word `button_yes`."""
        return self.words[language][f"button_{name}"]

    def commands(self, language: Language) -> dict[str, str]:
        """Return the commands of the menu with their descriptions, in the order of the menu."""
        prefix = "command_"
        words = self.words[language]
        return {name.removeprefix(prefix): text for name, text in words.items() if name.startswith(prefix)}


def make_wording(business: Business, sources: Mapping[Language, Sources]) -> Wording:
    """Compile all templates; a jinja2.TemplateSyntaxError for the first that is broken."""
    templates = {}
    for language, source in sources.items():
        environments = {
            is_html: make_environment(business, language, source.words, is_html) for is_html in (True, False)
        }
        for key, text in source.templates.items():
            templates[language, key] = environments[MESSAGES[key].kind.is_html].from_string(text)
    return Wording(business, {language: source.words for language, source in sources.items()}, templates)


def make_environment(
    business: Business, language: Language, words: Mapping[str, str], is_html: bool
) -> ImmutableSandboxedEnvironment:
    """Return what compiles the templates of one language: sandboxed, for owners write them; strict about variables."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=is_html, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.globals.clear()
    environment.globals.update(
        business_name=business.name,
        bot_name=business.bot_name,
        emergency_phone=business.emergency_phone,
        reply_within_minutes=business.reply_within_minutes,
    )
    environment.filters.update(_plain_filters(language, words), **_time_filters(business, language))
    return environment


def _plain_filters(language: Language, words: Mapping[str, str]) -> dict[str, Callable[..., str]]:
    def category(value: str) -> str:
        return words[f"category_{value}"]

    def about(value: str, order_number: str | None) -> str:
        if order_number is None:
            return category(value)
        order = words["order"].replace("{order}", order_number)
        return order if value == _OTHER else f"{order}, {category(value)}"

    def complaint(value: str, order_number: str | None) -> str:
        if order_number is None:
            return words[f"complaint_{value}"]
        return words[f"complaint_{value}_order"].replace("{order}", order_number)

    def kind(value: str) -> str:
        return words.get(f"kind_{value}", words["kind_other"])

    return {
        "number": lambda value: formats.number(language, value),
        "money": lambda value: formats.money(language, value),
        "points": lambda value: formats.points(language, value),
        "duration": lambda value: formats.duration(language, value),
        "distance": lambda value: formats.distance(language, value),
        "order_state": lambda value: words[f"order_state_{value}"],
        "category": category,
        "about": about,
        "complaint": complaint,
        "kind": kind,
        "preview": preview,
        "sentence": sentence,
    }


def _time_filters(business: Business, language: Language) -> dict[str, Callable[..., str]]:
    """The times, in the reader's zone, but opening hours always in the business's. `now` comes from the message."""

    def local(context: Context, moment: datetime) -> datetime:
        return moment.astimezone(context["zone"])

    @pass_context
    def date(context: Context, moment: datetime) -> str:
        return formats.short_date(language, local(context, moment).date(), local(context, context["now"]).date())

    @pass_context
    def full_date(context: Context, moment: datetime) -> str:
        return formats.full_date(language, local(context, moment).date())

    @pass_context
    def time(context: Context, moment: datetime) -> str:
        return formats.clock_with_zone(language, local(context, moment))

    @pass_context
    def clock(context: Context, moment: datetime) -> str:
        return formats.clock(language, local(context, moment))

    @pass_context
    def moment(context: Context, value: datetime) -> str:
        return formats.moment_near(language, local(context, value), local(context, context["now"]))

    @pass_context
    def day(context: Context, value: datetime) -> str:
        return formats.day_near(language, local(context, value).date(), local(context, context["now"]).date())

    @pass_context
    def deadline(context: Context, value: datetime) -> str:
        return formats.deadline(language, local(context, value), local(context, context["now"]))

    @pass_context
    def opening(context: Context, value: datetime) -> str:
        now: Any = context["now"]
        return formats.moment_near(language, value.astimezone(business.zone), now.astimezone(business.zone))

    def its_time(value: datetime) -> str:
        return formats.clock_with_zone(language, value)

    @pass_context
    def its_moment(context: Context, value: datetime) -> str:
        now: datetime = context["now"]
        return formats.moment_near(language, value, now.astimezone(value.tzinfo))

    filters: tuple[Callable[..., str], ...] = (
        *(date, full_date, time, clock, moment, day, deadline, opening, its_time, its_moment),
    )
    return {each.__name__: each for each in filters}


def sentence(text: str) -> str:
    """Return a text with a full stop at its end, where it has none."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def preview(text: str, longest: int = LONGEST_PREVIEW) -> str:
    """Return the beginning of a text on one line, cut between words where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"
