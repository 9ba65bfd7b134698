"""Every message, in both languages, for every form of address and with every sample: how it must sound."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import meta

from crm.conversation.greetings import Greeting
from crm.conversation.understanding import ComplaintCategory
from crm.conversation.wording import (
    CATEGORIES,
    GREETINGS,
    MESSAGES,
    Kind,
    Message,
    Wording,
    read_sources,
    shown_text,
    template_problems,
    word_problem,
)
from crm.conversation.wording.rendering import make_environment
from crm.kernel.business import AddressForm, Business
from crm.kernel.language import Language
from tests.wording.conftest import SHIPPED

EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
SOURCES = read_sources(SHIPPED)
EVERY_MESSAGE = [(language, message) for language in Language for message in MESSAGES.values()]
NAMED = [f"{language}-{message.key}" for language, message in EVERY_MESSAGE]
QUOTING = frozenset(("last_words", "text", "items", "answers", "news", "customer", "error", "reason"))


def said(wording: Wording, language: Language, message: Message) -> Iterator[str]:
    """Everything the message can become, as it is shown, without the customer's own words and names."""
    for variables in message.samples():
        own: dict[str, Any] = {
            name: _without_quotes(value) if name in QUOTING else value for name, value in variables.items()
        }
        for form in AddressForm:
            for name in ("Siti", None):
                text = wording.say(language, message.key, customer_name=name, address_form=form, **own)
                yield shown_text(text) if message.kind.is_html else text


def _without_quotes(value: object) -> Any:
    return "kutipan" if isinstance(value, str) else ()


@pytest.mark.parametrize("language", Language)
def test_every_message_has_a_template_and_every_template_a_message(language: Language) -> None:
    assert SOURCES[language].templates.keys() == MESSAGES.keys()


def test_both_languages_have_the_same_words() -> None:
    assert list(SOURCES[Language.ID].words) == list(SOURCES[Language.EN].words)


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_say_the_same_things(business: Business, key: str) -> None:
    """The variables of a message's own are all used in both languages. `now` serves the filters."""
    used = [
        meta.find_undeclared_variables(
            make_environment(business, language, source.words, is_html=True).parse(source.templates[key])
        )
        & MESSAGES[key].names
        for language, source in SOURCES.items()
    ]
    assert used[0] == used[1] == MESSAGES[key].names - {"now"}


@pytest.mark.parametrize(("language", "message"), EVERY_MESSAGE, ids=NAMED)
def test_every_message_can_be_said_within_telegrams_limits_and_markup(
    business: Business, language: Language, message: Message
) -> None:
    source = SOURCES[language]
    assert template_problems(business, language, source.words, message.key, source.templates[message.key]) == ()


@pytest.mark.parametrize(("language", "message"), EVERY_MESSAGE, ids=NAMED)
def test_every_message_is_calm(wording: Wording, language: Language, message: Message) -> None:
    for text in said(wording, language, message):
        assert "!" not in text
        assert len(EMOJI.findall(text)) <= 1
        assert not re.search(r"\b(?!GIF|WIB|WIT|MB|PIN)[A-Z]{3,}\b", text)
        assert "  " not in text
        assert " ," not in text
        assert " ." not in text
        assert "\n\n\n" not in text


@pytest.mark.parametrize(("language", "message"), EVERY_MESSAGE, ids=NAMED)
def test_indonesian_never_says_kamu_and_knows_no_semicolon(
    wording: Wording, language: Language, message: Message
) -> None:
    if language is Language.ID:
        for text in said(wording, language, message):
            assert not re.search(r"\b(kamu|anda|lu|gue)\b", text)
            assert ";" not in text


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_the_two_forms_of_address_are_never_mixed(wording: Wording, message: Message) -> None:
    for variables in message.samples():
        kak = wording.say(Language.ID, message.key, address_form=AddressForm.KAK, **variables)
        bapak_ibu = wording.say(Language.ID, message.key, address_form=AddressForm.BAPAK_IBU, **variables)
        assert not re.search(r"\b(Anda|Bapak|Ibu)\b", kak)
        assert not re.search(r"\bKak(ak)?\b", bapak_ibu)


@pytest.mark.parametrize("language", Language)
def test_every_short_word_can_be_shown(language: Language) -> None:
    words = SOURCES[language].words
    assert {name: problem for name, text in words.items() if (problem := word_problem(name, text))} == {}
    assert all("!" not in text and ";" not in text for text in words.values())


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_complaint_has_its_words(wording: Wording, language: Language) -> None:
    for category in CATEGORIES:
        assert wording.word(language, f"category_{category}")
        assert wording.word(language, f"complaint_{category}")
        assert "{order}" in wording.word(language, f"complaint_{category}_order")


@pytest.mark.parametrize(
    ("greeting", "indonesian", "english"),
    [
        ("halo", "Halo, Kak Siti.", "Hello Siti."),
        ("assalamualaikum", "Waalaikumsalam, Kak Siti.", "Waalaikumsalam, Siti."),
        ("pagi", "Selamat pagi, Kak Siti.", "Good morning, Siti."),
        ("siang", "Selamat siang, Kak Siti.", "Good afternoon, Siti."),
        ("sore", "Selamat sore, Kak Siti.", "Good afternoon, Siti."),
        ("malam", "Selamat malam, Kak Siti.", "Good evening, Siti."),
        ("kulonuwun", "Monggo, Kak Siti.", "Hello Siti."),
        ("sampurasun", "Rampes, Kak Siti.", "Hello Siti."),
        ("om swastiastu", "Om swastiastu, Kak Siti.", "Om swastiastu, Siti."),
        ("horas", "Horas, Kak Siti.", "Horas, Siti."),
        ("shalom", "Shalom, Kak Siti.", "Shalom, Siti."),
        ("permisi", "Ya, Kak Siti.", "Yes, I'm here, Siti."),
    ],
)
def test_a_greeting_is_greeted_back_in_kind(wording: Wording, greeting: str, indonesian: str, english: str) -> None:
    assert greeting in GREETINGS
    assert wording.say(Language.ID, "greeting_reply", customer_name="Siti", greeting=greeting).startswith(indonesian)
    assert wording.say(Language.EN, "greeting_reply", customer_name="Siti", greeting=greeting).startswith(english)


def test_every_greeting_that_is_understood_and_every_category_has_its_words() -> None:
    assert set(GREETINGS) == set(Greeting)
    assert set(CATEGORIES) == set(ComplaintCategory)


@pytest.mark.parametrize("language", Language)
def test_the_staff_hears_of_a_customer_without_a_name_in_a_whole_sentence(wording: Wording, language: Language) -> None:
    text = wording.say(language, "staff_handoff", customer="", reason="asked", last_words="", case_number=None)
    assert text.startswith(
        {Language.ID: "<b>Seorang pelanggan</b> menunggu", Language.EN: "<b>A customer</b> is"}[language]
    )


@pytest.mark.parametrize("language", Language)
def test_the_menu_has_its_commands_in_order(wording: Wording, language: Language) -> None:
    assert list(wording.commands(language)) == [
        *("help", "status", "history", "human", "language", "profile", "switch", "mydata", "privacy", "stop"),
    ]


def test_a_foreign_group_is_told_in_both_languages(wording: Wording) -> None:
    for language in Language:
        text = wording.say(language, "group_only_private", bot_username="kopi_bot")
        assert "chat pribadi" in text
        assert "private chats" in text


def test_only_staff_hears_of_commands_and_errors() -> None:
    for language, message in EVERY_MESSAGE:
        if message.kind is not Kind.STAFF:
            assert "error" not in message.names
            assert "ingat updates" not in SOURCES[language].templates[message.key]


@pytest.mark.parametrize("language", Language)
def test_templates_are_written_in_one_way(language: Language) -> None:
    for key, text in SOURCES[language].templates.items():
        assert unicodedata.is_normalized("NFC", text), key
        assert text.endswith("\n"), key
        assert "\t" not in text, key
