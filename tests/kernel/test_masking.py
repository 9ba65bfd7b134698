"""What is hidden, what is not, and what holds for any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.kernel.masking import HIDDEN, hides_secrets, masked
from crm.kernel.masking_numbers import has_luhn_digit, is_bank_card, is_identity_number

HIDES = {
    "kartu saya 4111 1111 1111 1111 ya kak": f"kartu saya {HIDDEN} ya kak",
    "4111-1111-1111-1111": HIDDEN,
    "4111.1111.1111.1111": HIDDEN,
    "my card is 5555555555554444": f"my card is {HIDDEN}",
    "amex 3782 822463 10005 exp 12/28": f"amex {HIDDEN} exp 12/28",
    "visa lama 4222222222222": f"visa lama {HIDDEN}",
    "4111 1111\n1111 1111": HIDDEN,
    "nomor kartu kredit saya 1234 5678 9012 3456": f"nomor kartu kredit saya {HIDDEN}",
    "4111111111111111 4111111111111111": f"{HIDDEN} {HIDDEN}",
    "pesan saya: 4111 1111 1111 1111 0812 3456 7890": f"pesan saya: {HIDDEN} 0812 3456 7890",
    "kartu4111111111111111": f"kartu{HIDDEN}",
    "nik 3174056512900003": f"nik {HIDDEN}",
    "3174 0565 1290 0003": HIDDEN,
    "KTP saya 3174051212900003, mau daftar": f"KTP saya {HIDDEN}, mau daftar",
    "pin saya 123456": f"pin saya {HIDDEN}",
    "PIN: 1234": f"PIN: {HIDDEN}",
    "PIN ATM saya 1 2 3 4 5 6": f"PIN ATM saya {HIDDEN}",
    "pinnya 654321 kak": f"pinnya {HIDDEN} kak",
    "123456 itu pin saya": f"{HIDDEN} itu pin saya",
    "kode OTP 889012": f"kode OTP {HIDDEN}",
    "OTP nya 889-012": f"OTP nya {HIDDEN}",
    "kode otp yang masuk barusan 889 012": f"kode otp yang masuk barusan {HIDDEN}",
    "889012 is my OTP": f"{HIDDEN} is my OTP",
    "my verification code is 4821": f"my verification code is {HIDDEN}",
    "kode verifikasinya 4821": f"kode verifikasinya {HIDDEN}",
    "G-481223 is your Google verification code": f"G-{HIDDEN} is your Google verification code",
    "481223 adalah kode WhatsApp. Jangan bagikan kode ini": f"{HIDDEN} adalah kode WhatsApp. Jangan bagikan kode ini",
    "Your code: 4812. Do not share it": f"Your code: {HIDDEN}. Do not share it",
    "cvv 123": f"cvv {HIDDEN}",
    "CVC-nya 4521": f"CVC-nya {HIDDEN}",
    "3 digit belakang kartu 991": f"3 digit belakang kartu {HIDDEN}",
    "password saya kopi123": f"password saya {HIDDEN}",
    "password saya rahasia": f"password saya {HIDDEN}",
    "passwordku: apel merah": f"passwordku: {HIDDEN} merah",
    "my password is hunter": f"my password is {HIDDEN}",
    "kata sandi saya adalah Kopi!Susu": f"kata sandi saya adalah {HIDDEN}",
    "user siti pw: abc123": f"user siti pw: {HIDDEN}",
}
SHOWS = [
    "pesanan 4411 belum sampai",
    "nomor pesanan 4111111111111111",
    "resi 4111 1111 1111 1111",
    "no resi JNE 4111111111111111 kok belum jalan",
    "tracking number 4111111111111111",
    "JX4111111111111111",
    "JP1234567890123",
    "000123456789",
    "HP saya 0812-3456-7890",
    "+62 812 3456 7890",
    "0812 3456 7890 atau 0813 9876 5432",
    "hubungi 6281234567890 ya",
    "Rp1.250.000 atau Rp2.500.000",
    "harganya 125000 kan?",
    "28-11-2026 11:19",
    "tanggal 2026-11-28 sampai 2026-12-01",
    "jam 08.00-21.00",
    "pesanan 4411 4412 4413 4414",
    "kartu anggota 4111111111111111",
    "rekening BCA 1234567890",
    "pin lokasi saya sudah dikirim",
    "pinpoint 1234567",
    "lupa pin",
    "kode voucher 123456",
    "kode pos 40115",
    "OTP belum masuk, sudah 3 kali",
    "otp tidak masuk ke 081234567890",
    "pesan 2 kopi, 3 roti dan 10 botol",
    "lupa password saya gimana?",
    "password saya salah terus",
    "password saya tidak bisa",
    "password wifi apa?",
    "ganti kata sandi di mana",
    "my password is wrong",
    "my password doesn't work",
    "reset password please",
    "saya dari jalan sandi raya",
    "passion fruit tea 2",
    "1234567890123456",
    "Alamat saya Jl. Melati 5 RT 02 RW 03, 40115",
]


@pytest.mark.parametrize(("said", "shown"), HIDES.items())
def test_what_was_typed_by_mistake_is_hidden(said: str, shown: str) -> None:
    assert masked(said) == shown


@pytest.mark.parametrize("said", SHOWS)
def test_what_people_need_is_shown(said: str) -> None:
    assert masked(said) == said
    assert not hides_secrets(said)


SAYABLE = st.lists(
    st.sampled_from(
        "4111 1111 11111111 4111111111111111 3174056512900003 3174 0565 1290 0003 pin saya 123456 OTP kode 889 012 cvv "
        "123 password is : hunter2 rahasia resi pesanan kartu nik itu my • •••• 0812 3456 7890 . , \n - Rp1.000".split(
            " "
        )
    ),
    max_size=14,
)
ANY_TEXT = st.text(st.characters(codec=None), max_size=120) | SAYABLE.map(" ".join) | SAYABLE.map("".join)


@given(ANY_TEXT)
@example("pw: ••••x")
def test_masking_again_changes_nothing(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@given(st.text("abc xyz.,!?\n", max_size=30), st.sampled_from([" ", "-", ""]), st.text("abc xyz.,!?\n", max_size=30))
def test_no_part_of_a_card_is_left_among_any_words(before: str, between: str, after: str) -> None:
    card = between.join(["4539", "5787", "6362", "1486"])
    shown = masked(f"{before} {card} {after}")
    assert not any(char.isdigit() for char in shown)


@given(
    st.integers(0, 10**14 - 1),
    st.sampled_from(["pin saya {}", "OTP: {}", "my verification code is {}", "{} is my OTP"]),
)
def test_no_digit_of_a_code_is_left(number: int, said: str) -> None:
    code = f"{number:06}"[:6]
    assert not any(char.isdigit() for char in masked(said.format(code)))


@given(st.integers(10**14, 10**15 - 1))
def test_of_every_card_the_check_digit_is_right(number: int) -> None:
    valid = [last for last in range(10) if has_luhn_digit(f"{number}{last}")]
    assert len(valid) == 1
    assert is_bank_card(f"4{number % 10**14:014}{_check_digit(f'4{number % 10**14:014}')}")


def _check_digit(digits: str) -> int:
    return next(last for last in range(10) if has_luhn_digit(f"{digits}{last}"))


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("3174051212900003", True),
        ("3174055212900003", True),  # a woman's
        ("3174057212900003", False),  # no day
        ("3174051213900003", False),  # no month
        ("2074051212900003", False),  # no province
        ("3174051212900000", False),
    ],
)
def test_an_identity_number_has_a_region_and_a_date(digits: str, is_one: bool) -> None:
    assert is_identity_number(digits) is is_one


@pytest.mark.parametrize(
    "text", ["1 " * 40_000, "4111" * 20_000, "password " * 10_000, "pin saya " * 10_000, "a@" * 50_000]
)
def test_endless_texts_are_masked_in_time(text: str) -> None:
    assert isinstance(masked(text), str)
