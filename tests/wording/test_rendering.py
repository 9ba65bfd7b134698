"""Saying it for one customer: escaping, zones, strictness."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from crm.conversation.wording import Sources, Wording, html_problem, make_wording, read_sources
from crm.conversation.wording.rendering import preview
from crm.kernel.business import AddressForm, Business
from crm.kernel.language import Language
from tests.wording.conftest import SHIPPED

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)  # Monday, 11:00 in Jakarta
AT_NINE_UTC = datetime(2026, 11, 23, 9, tzinfo=UTC)
COMPLAINT: dict[str, Any] = {
    "case_number": "K-1042",
    "category": "damaged",
    "order_number": "4411",
    "due": AT_NINE_UTC,
    "has_picture": False,
    "now": NOW,
}


def with_template(business: Business, key: str, source: str) -> Wording:
    shipped = read_sources(SHIPPED)
    return make_wording(
        business, {**shipped, Language.ID: shipped[Language.ID].overridden_by(Sources({key: source}, {}))}
    )


def test_a_complaint_comes_back_in_the_customers_terms(wording: Wording) -> None:
    assert wording.say(Language.ID, "complaint_taken", **COMPLAINT) == (
        "Maaf, Kak, pesanan 4411 sampai dalam keadaan rusak. Sudah saya catat dengan nomor <b>K-1042</b>. "
        "Tim kami akan membalas paling lambat hari ini pukul 16.00 WIB."
    )
    assert wording.say(Language.EN, "complaint_taken", **COMPLAINT) == (
        "I'm sorry order 4411 arrived damaged. I've noted it as <b>K-1042</b>. "
        "Our team will reply by 4:00 pm today (Jakarta time)."
    )


def test_a_promise_is_told_in_the_customers_own_zone_and_opening_hours_in_the_shops(wording: Wording) -> None:
    jayapura = ZoneInfo("Asia/Jayapura")
    promised = wording.say(Language.ID, "complaint_taken", zone=jayapura, **COMPLAINT)
    opening = wording.say(Language.ID, "handing_over_closed", zone=jayapura, opens_at=AT_NINE_UTC, now=NOW)
    assert "hari ini pukul 18.00 WIT." in promised
    assert "hari ini pukul 16.00 WIB." in opening


def test_a_customers_choice_of_address_is_stronger_than_the_shops(wording: Wording) -> None:
    formal = wording.say(Language.ID, "hello", customer_name="Siti", address_form=AddressForm.BAPAK_IBU)
    assert formal.startswith("Halo, Bapak/Ibu Siti.")
    assert wording.say(Language.ID, "hello", customer_name="Siti").startswith("Halo, Kak Siti.")


@given(words=st.text(min_size=1, max_size=50))
def test_no_words_of_a_customer_become_markup(wording: Wording, words: str) -> None:
    text = wording.say(Language.ID, "staff_handoff", customer=words, reason="asked", last_words=words, case_number=None)
    assert html_problem(text) is None


def test_what_is_shown_as_plain_text_is_not_escaped(wording: Wording) -> None:
    assert "Kopi & Teh" in wording.say(Language.ID, "bot_description")
    assert "Kopi &amp; Teh" in wording.say(Language.ID, "hello")


@pytest.mark.parametrize("variables", [{}, {**COMPLAINT, "extra": 1}])
def test_a_message_is_said_with_exactly_its_own_variables(wording: Wording, variables: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="complaint_taken is said with"):
        wording.say(Language.ID, "complaint_taken", **variables)


def test_an_unknown_message_is_an_error(wording: Wording) -> None:
    with pytest.raises(KeyError):
        wording.say(Language.ID, "helo")


def test_an_undefined_variable_is_never_an_empty_place(business: Business) -> None:
    with pytest.raises(UndefinedError):
        with_template(business, "hello", "Halo {{ nama }}").say(Language.ID, "hello")


@pytest.mark.parametrize("source", ["{{ ''.__class__.__mro__ }}", "{{ name.format.__globals__ }}"])
def test_an_owners_template_reaches_nothing_but_its_variables(business: Business, source: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        with_template(business, "hello", source).say(Language.ID, "hello")


def test_an_override_replaces_one_message_and_leaves_the_others(business: Business, wording: Wording) -> None:
    own = with_template(business, "hello", "Hai, {{ name }}.")
    assert own.say(Language.ID, "hello", customer_name="Siti") == "Hai, Kak Siti."
    assert own.say(Language.EN, "hello") == wording.say(Language.EN, "hello")
    assert own.say(Language.ID, "status_none") == wording.say(Language.ID, "status_none")


def test_the_wording_cannot_be_changed(wording: Wording, business: Business) -> None:
    with pytest.raises(FrozenInstanceError):
        wording.business = replace(business, name="Teh")  # type: ignore[misc] # frozen, as it should be


def test_an_order_number_is_escaped_and_never_read_as_a_template(wording: Wording) -> None:
    text = wording.say(Language.ID, "complaint_taken", **{**COMPLAINT, "order_number": "<{{ 7 * 7 }}>"})
    assert "pesanan &lt;{{ 7 * 7 }}&gt; sampai" in text


@given(st.text(max_size=300), st.integers(min_value=1, max_value=200))
def test_a_preview_is_one_line_and_never_too_long(text: str, longest: int) -> None:
    line = preview(text, longest)
    assert len(line) <= longest
    assert len(line.splitlines()) <= 1
    assert line == " ".join(text.split()) or line.endswith("…")
