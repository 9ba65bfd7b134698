"""Text is cleaned once, at the border."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.cleaning import clean, parse_body

ANY_TEXT = st.text(st.characters(exclude_categories=[]))  # lone surrogates and NUL among them
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for item in value.values() for text in _texts(item))]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


@given(ANY_JSON)
def test_whatever_comes_can_be_stored_and_sent(value: Any) -> None:
    for text in _texts(parse_body(json.dumps(value).encode())):
        assert "\x00" not in text
        text.encode()


@given(ANY_JSON)
def test_cleaning_twice_changes_nothing(value: Any) -> None:
    once = clean(value)
    assert clean(once) == once


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean({"a": [text]}) == {"a": [text]}


def test_the_halves_of_one_character_are_joined() -> None:
    assert parse_body(b'{"text": "\\ud83d\\ude00"}') == {"text": "😀"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"[" * 5000 + b"]" * 5000, b"\xff\xfe"])
def test_what_is_no_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 of any kind: that is the promise
        parse_body(body)
