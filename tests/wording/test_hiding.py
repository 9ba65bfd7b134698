"""What a customer typed by mistake appears in no message, whoever reads it."""

from dataclasses import replace
from typing import Any

import pytest

from crm.conversation.wording import MESSAGES, HistoryLine, Message, Wording
from crm.conversation.wording.messages import Speaker
from crm.kernel.language import Language

TYPED = "kartu 4111 1111 1111 1111, pin saya 908172, password saya kopi123"
SECRETS = ("4111", "1111 1111", "908172", "kopi123")
SHOWING = [message for message in MESSAGES.values() if message.variables]


def _with_secrets(value: object) -> Any:
    if type(value) is str:
        return TYPED
    if isinstance(value, HistoryLine) and value.speaker is Speaker.CUSTOMER:
        return replace(value, text=TYPED)
    if isinstance(value, tuple):
        return tuple(_with_secrets(each) if isinstance(each, HistoryLine) else each for each in value)
    return value


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", SHOWING, ids=[message.key for message in SHOWING])
def test_no_message_shows_a_secret(wording: Wording, language: Language, message: Message) -> None:
    for variables in message.samples():
        choices = {variable.name for variable in message.variables if len(set(map(str, variable.samples))) > 2}
        own = {name: value if name in choices else _with_secrets(value) for name, value in variables.items()}
        said = wording.say(language, message.key, customer_name="Siti", **own)
        assert not [secret for secret in SECRETS if secret in said]


def test_what_the_business_says_is_not_hidden(wording: Wording) -> None:
    answers = ("Password WiFi: kopidemo123",)
    assert "kopidemo123" in wording.say(Language.ID, "article_answer", answers=answers)
