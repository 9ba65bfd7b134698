"""Whether it must be known where to send something."""

import pytest

from crm.conversation.recognising_addresses import needs_address


@pytest.mark.parametrize(
    "text",
    [
        *("paketnya salah alamat", "tolong kirim ulang", "minta diganti yg baru", "alamatnya salah kak"),
        *("please send a replacement", "it went to the wrong address", "can you resend it", "kapan penggantinya?"),
    ],
)
def test_a_wrong_address_or_something_to_be_sent_again_needs_one(text: str) -> None:
    assert needs_address(text)


@pytest.mark.parametrize(
    "text", ["kopinya pecah", "uangnya belum kembali", "my coffee is cold", "alamat gerai di mana?", ""]
)
def test_all_else_needs_none(text: str) -> None:
    assert not needs_address(text)
