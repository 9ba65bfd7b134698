"""One stem for all forms of a word, in texts that mix both languages."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.stemming import stem

SAME = [
    "kirim dikirim mengirim mengirimkan pengiriman kiriman kirimin dikirimin kukirim",
    "pesan pesanan memesan dipesan pemesanan pesannya pesanin",
    "bayar dibayar membayar pembayaran",
    "rusak rusaknya kerusakan merusak",
    "kembali kembalikan mengembalikan dikembalikan pengembalian kembaliin",
    "lacak melacak dilacak pelacakan",
    "cek ngecek mengecek pengecekan dicek",
    "barang barangnya barang-barang",
    "rasa rasanya merasa perasaan terasa",
    "order orders ordered ordering ordernya diorder",
    "deliver delivered delivers delivering",
    "delivery deliveries",
    "ship shipped shipping",
    "damage damaged damaging",
    "refund refunds refunded refundnya direfund",
    "cancel cancelled canceled cancelling cancellation dicancel",
    "register registered registering",
    "send sends sending",
    "customer customers",
    "voucher vouchers vouchernya",
    "expire expired expires expiring",
    "policy policies",
]
APART = [("kirim", "bayar"), ("pesan", "peran"), ("order", "deliver"), ("makan", "pakan"), ("close", "cloth")]
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=45) | st.sampled_from(
    " ".join(SAME).split()
)


@pytest.mark.parametrize("forms", SAME)
def test_all_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_case_and_letter_forms_do_not_count() -> None:
    assert (
        stem("PENGIRIMAN") == stem("pengiriman") == stem("\uff50\uff45\uff4e\uff47\uff49\uff52\uff49\uff4d\uff41\uff4e")
    )


@pytest.mark.parametrize("word", ["4411", "k1042", "081234567890", "", "🙏", "x" * 400])
def test_what_is_no_word_keeps_its_shape(word: str) -> None:
    assert stem(word) == word


@given(WORDS)
def test_the_stem_of_a_stem_is_itself(word: str) -> None:
    assert stem(stem(word)) == stem(word)


@given(
    WORDS,
    st.sampled_from(["", "di", "me", "pe", "ber", "nge", "ke"]),
    st.sampled_from(["", "an", "kan", "in", "ing", "es"]),
)
def test_whatever_affixes_stand_around_it(word: str, before: str, after: str) -> None:
    found = stem(before + word + after)
    assert stem(found) == found


def test_threads_do_not_mix_up_their_words() -> None:
    """The English stemmer keeps the word that it works on: shared, it would hand out another thread's."""
    words = [f"{letter}{word}ing" for letter in "bcdfghjklm" for word in ("amp", "end", "ist", "ork", "ulk")] * 4
    stem.cache_clear()
    alone = [stem(word) for word in words]
    stem.cache_clear()
    together = threading.Barrier(8)

    def all_of_them(_: int) -> list[str]:
        together.wait()
        return [stem.__wrapped__(word) for word in words]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(all_of_them, range(8))) == [alone] * 8
