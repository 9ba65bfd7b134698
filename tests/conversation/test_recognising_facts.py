"""What a customer states of themselves, and what is not theirs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.conversation.recognising_dates import date_in
from crm.conversation.recognising_facts import facts_in, product_names
from crm.history import FactKind
from tests.conftest import demo_snapshot

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
PRODUCTS = frozenset({"gayo", "kintamani"})


def stated(text: str, payload: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    return [(str(fact.kind), fact.value) for fact in facts_in(text, payload, lambda: PRODUCTS, NOW, JAKARTA)]


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("Pesanan saya 4411 belum sampai", ("order", "4411")),
        ("where is my order #4411?", ("order", "4411")),
        ("alamat saya Jl. Melati 5 RT 02 RW 03, Bandung 40115", ("address", "Jl. Melati 5 RT 02 RW 03, Bandung 40115")),
        ("Kirim ke Jl. Kenanga No. 7 RT 01", ("address", "Jl. Kenanga No. 7 RT 01")),
        ("my address is 12 Melati Street, Bandung", ("address", "12 Melati Street, Bandung")),
        ("hp saya 0812-3456-7890", ("phone", "+6281234567890")),
        ("my number is +62 812 3456 7890", ("phone", "+6281234567890")),
        ("0812 3456 7890", ("phone", "+6281234567890")),
        ("acaranya tanggal 5 Desember", ("date", "2026-12-05")),
        ("I need it before 12/12", ("date", "2026-12-12")),
        ("saya beli kopi Gayo kemarin", ("product", "kopi Gayo")),
        ("I ordered the Kintamani last week", ("product", "Kintamani")),
        ("saya alergi kacang", ("preference", "saya alergi kacang")),
        ("kopinya jangan manis", ("preference", "kopinya jangan manis")),
        ("hubungi saya lewat chat saja", ("preference", "hubungi saya lewat chat saja")),
        ("please don't call me", ("preference", "please don't call me")),
        ("I'm allergic to nuts", ("preference", "I'm allergic to nuts")),
    ],
)
def test_what_is_stated_is_a_fact(said: str, fact: tuple[str, str]) -> None:
    assert stated(said) == [fact]


@pytest.mark.parametrize(
    "said",
    [
        "alamat gerai di mana?", "alamat saya salah", "nomor kurir 081234567890", "suami saya alergi kacang",
        "kata teman pesanan 4411 rusak", "my friend's order 4411 is late", "wkwk alamat saya Jl. Mawar 7 RT 3",
        "alamat saya Jl. Mawar 7 RT 3 😂", "kalau alamat saya di Jl. Mawar 3, berapa ongkirnya?",
        "if my address is 12 Melati Street, what is the fee?", "jam buka tanggal 25 Desember?",
        'dia bilang "alamat saya Jl. Mawar 7"', "> alamat saya Jl. Mawar 7 RT 3", "/start alamat saya Jl. Mawar 7",
        "I would like a refund", "I'd like my money back", "I don't like your service",
        "pin saya 123456", "kartu saya 4111 1111 1111 1111", "halo", "",
    ],
)  # fmt: skip
def test_what_is_not_stated_of_oneself_is_no_fact(said: str) -> None:
    assert stated(said) == []


def test_forwarded_words_are_nobodys_fact() -> None:
    origin = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Budi", "date": 0}}
    assert stated("alamat saya Jl. Melati 5 RT 02", origin) == []


def test_a_date_ahead_is_used_until_it_has_passed() -> None:
    [near] = facts_in("acara tanggal 5 Desember 2026", None, tuple, NOW, JAKARTA)
    [far] = facts_in("acara tanggal 5 Desember 2027", None, tuple, NOW, JAKARTA)
    assert near.expires_at == NOW + timedelta(days=90)
    assert far.expires_at == datetime(2027, 12, 6, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5 Desember", date(2026, 12, 5)),
        ("3 Januari", date(2027, 1, 3)),
        ("November 3", date(2026, 11, 3)),
        ("3rd of March 2027", date(2027, 3, 3)),
        ("tgl 12/1/27", date(2027, 1, 12)),
        ("2026-12-31", date(2026, 12, 31)),
        ("31 Februari", None),
        ("2 kopi", None),
    ],
)
def test_days_are_read_as_people_write_them(said: str, day: date | None) -> None:
    assert date_in(said, date(2026, 11, 28)) == day


def test_the_demos_products_are_found_in_its_articles() -> None:
    [article] = [article for article in demo_snapshot().matcher.articles if article.slug == "produk"]
    names = product_names(list(article.answer.values()), "Kopi Demo")
    assert {"gayo", "kintamani", "toraja", "temanggung"} <= names


@given(st.text(max_size=200))
def test_any_text_states_something_or_nothing(text: str) -> None:
    for fact in facts_in(text, None, tuple, NOW, JAKARTA):
        assert fact.value
        assert fact.kind in FactKind
        assert fact.expires_at is not None
        assert fact.expires_at > NOW
