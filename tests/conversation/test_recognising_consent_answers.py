"""A typed answer to the question whether offers and greetings are welcome."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.consent import Purpose
from crm.conversation.recognising_consent_answers import consent_answer_in

BOTH = frozenset({Purpose.OFFERS, Purpose.GREETINGS})


@pytest.mark.parametrize(
    "text",
    [
        *("boleh", "iya boleh", "boleh dong kak", "Boleh banget!", "ok boleh", "mau", "iya mau dong", "silakan", "ya"),
        *("silahkan kak", "gapapa kirim aja", "gpp kok", "ga masalah", "dua-duanya", "ya boleh aja", "iyaaa", "tentu"),
        *("yes please", "sure", "Yes, I'd like that", "go ahead", "why not", "both please", "of course", "yup"),
    ],
)
def test_a_yes_allows_both(text: str) -> None:
    assert consent_answer_in(text) == BOTH


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("ucapan saja", {Purpose.GREETINGS}),
        ("ucapan aja kak", {Purpose.GREETINGS}),
        ("greetings only please", {Purpose.GREETINGS}),
        ("promo aja", {Purpose.OFFERS}),
        ("just the offers", {Purpose.OFFERS}),
        ("promo dan ucapan", BOTH),
        ("layanan saja", set()),
        ("service only", set()),
        ("ga mau", set()),
        ("nggak dulu kak", set()),
        ("ga usah, makasih", set()),
        ("no thanks", set()),
        ("not interested", set()),
    ],
)
def test_what_is_named_is_what_is_allowed(text: str, allowed: set[Purpose]) -> None:
    assert consent_answer_in(text) == frozenset(allowed)


@pytest.mark.parametrize(
    "text",
    [
        *("", "ok", "oke", "sip", "👍", "makasih", "jam buka?", "promo apa ya?", "ada promo ga", "boleh refund?"),
        *("boleh tapi jangan sering", "mau pesan kopi", "kirim alamatnya", "what offers do you have", "tidak", "no"),
        *("yang mana?", "pesanan saya mana", "terima kasih", "is the service good?", "promo?", "ucapan?"),
    ],
)
def test_what_is_no_answer_allows_nothing(text: str) -> None:
    assert not consent_answer_in(text)


@given(st.text())
def test_no_text_allows_what_nobody_asked_for(text: str) -> None:
    assert (consent_answer_in(text) or set()) <= BOTH
