"""Secrets that come in two messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.masking import HIDDEN
from crm.kernel.masking_split import MARK, completes_secret, may_be_secret, shown_words


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("pin saya", "123456"),
        ("Pin ATM saya:", "12 34 56"),
        ("kode otp nya", "889012 kak"),
        ("tadi masuk sms\nkode verifikasinya", "8890"),
        ("my OTP is", "889-012"),
        ("the verification code", "it's 889012"),
        ("password saya", "Kopi123!"),
        ("kata sandi akun saya", "siti1990"),
        ("password", "ini hujanDeras9"),
        ("cvv kartu saya", "321"),
        ("nomor kartu kredit saya", "4111 1111 1111 1112"),
    ],
)
def test_what_was_announced_is_hidden(before: str, text: str) -> None:
    assert completes_secret(before, text)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("nomor pesanan saya", "4411"),
        ("pin saya salah terus", "gimana"),
        ("pin saya 123456", "4411"),
        ("pin saya", "4411 itu nomor pesanan yang rusak dan belum diganti"),
        ("password saya", "makasih"),
        ("password saya", "lupa kak"),
        ("kode otp belum masuk", "4411"),
        ("cara ganti pin gimana?", "4411"),
        ("nomor hp saya", "081234567890"),
        ("kartu anggota saya", "SG100201"),
        ("pin saya", "/human"),
        ("", "123456"),
        ("jam buka?", "2"),
    ],
)
def test_what_was_not_is_shown(before: str, text: str) -> None:
    assert not completes_secret(before, text)


@given(st.text(), st.text())
def test_any_two_texts_are_compared(before: str, text: str) -> None:
    if completes_secret(before, text):
        assert may_be_secret(text)


@given(st.text())
def test_only_what_is_marked_is_hidden(text: str) -> None:
    assert shown_words(text, {MARK: True}) == HIDDEN
    assert shown_words(text, None) == shown_words(text, {"about": 7}) == text
