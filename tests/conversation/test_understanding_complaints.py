"""What is a complaint, of which kind, and about which order."""

import pytest

from crm.cases import case_number
from crm.conversation.greetings import take_greeting
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.understanding import understand
from crm.knowledge import ArticleMatcher
from tests.conversation.test_understanding import MATCHER, asked, understood

C = ComplaintCategory


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("pesanan saya 4411 sampai rusak", C.DAMAGED),
        ("botolnya pecah semua kak", C.DAMAGED),
        ("my parcel arrived damaged", C.DAMAGED),
        ("the bag is torn open", C.DAMAGED),
        ("paket sy kok blm nyampe2 ya udah 5 hari", C.LATE),
        ("kenapa pesanan saya belum datang juga?", C.LATE),
        ("pesanan sy blm dtg2 udh seminggu", C.LATE),
        ("why is my order 4411 late?", C.LATE),
        ("my order hasn't arrived yet", C.LATE),
        ("it's been two weeks and I have not received anything", C.LATE),
        ("barangnya kurang satu", C.MISSING),
        ("there is a bag missing from order 88123", C.MISSING),
        ("salah kirim kak, saya pesan gayo", C.WRONG_ITEM),
        ("yg dikirim bukan yang saya pesan", C.WRONG_ITEM),
        ("you sent me the wrong beans", C.WRONG_ITEM),
        ("refund saya belum masuk", C.REFUND),
        ("my refund has not been paid", C.REFUND),
        ("udah bayar tp status belum lunas", C.PAYMENT),
        ("saldo saya kepotong dua kali", C.PAYMENT),
        ("I was charged twice", C.PAYMENT),
        ("kopinya basi", C.QUALITY),
        ("ada rambut di minuman saya", C.QUALITY),
        ("this coffee tastes burnt", C.QUALITY),
        ("kasirnya jutek banget", C.STAFF),
        ("your barista was rude to me", C.STAFF),
        ("saya kecewa sekali", C.OTHER),
        ("very disappointed", C.OTHER),
    ],
)
def test_what_went_wrong_is_a_complaint_of_its_kind(text: str, category: ComplaintCategory) -> None:
    complaint = understood(text).complaint
    assert complaint is not None
    assert (complaint.category, complaint.words) == (category, text)


@pytest.mark.parametrize(
    "text",
    [
        "how do I file a complaint?",
        "mau tanya cara refund",
        "mau komplain gimana caranya",
        "kalau barang rusak gimana?",
        "what if my order arrives damaged?",
        "how can I report a damaged item?",
        "boleh retur barang rusak?",
        "do you refund broken goods?",
        "barangnya tidak rusak kok",
        "it came not damaged at all",
        "semoga tidak telat",
        "is my order 4411 late?",
        "apakah pesanan saya 4411 terlambat?",
        "is my parcel lost?",
        "I lost my password",
        "saya kehilangan struk, invoice hilang",
        "I ordered the wrong grind",
        "saya salah pesan",
        "alamat saya salah",
        "how late are you open",
        "kapan pesanan saya sampai?",
        "where is my order?",
        "anjing lah",
        "what the fuck",
        "goblok",
        "where is my damn order",
    ],
)
def test_a_question_a_guess_or_a_curse_is_no_complaint(text: str) -> None:
    assert understood(text).complaint is None


def test_a_complaint_that_asks_is_both() -> None:
    understanding = understood("I received a damaged bag and want my money back")
    assert understanding.complaint is not None
    assert asked(understanding) == ["minta-refund"]


def test_a_complaint_in_a_question_that_names_its_order_is_a_complaint() -> None:
    complaint = understood("how do I return order 4411? it came broken").complaint
    assert complaint is not None
    assert complaint.order_number == "4411"


def test_a_complaint_over_several_messages_keeps_what_was_told_and_leaves_the_rest() -> None:
    complaint = understood(
        "halo", "pesanan 4411", "botolnya pecah", "kardusnya penyok", "CS buka jam berapa?"
    ).complaint
    assert complaint is not None
    assert complaint.order_number == "4411"
    assert complaint.words == "pesanan 4411 botolnya pecah kardusnya penyok"


def test_complaints_are_heard_without_any_article() -> None:
    assert understand(["pesanan saya rusak"], ArticleMatcher(())).complaint is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("pesanan 4411 rusak", "4411"),
        ("pesanan saya no. 4411", "4411"),
        ("order #KD-20931 is broken", "KD-20931"),
        ("order number: kd20931", "KD20931"),
        ("no. 88123", "88123"),
        ("rusak semua, 732201349959", "732201349959"),
        ("sudah transfer 250000 untuk pesanan 4411", "4411"),
        ("bayar Rp250.000 tadi", None),
        ("bayar rp 250000", None),
        ("bayar 250000 rupiah", None),
        ("$1200 was taken", None),
        ("hp saya 081234567890", None),
        ("order 0812-3456-7890 broken", None),
        ("order +62 812 3456 7890", None),
        ("pesanan 4411 rusak, hp 0812-3456-7890", "4411"),
        ("pesanan 0812 rusak", "0812"),
        ("sejak 2026 begini", None),
        ("beli 1000 gram", None),
        ("keluhan K-1042", None),
        ("keluhan K 1042", None),
        (f"nomor {case_number(42)}", None),
        ("K-1042 soal pesanan 4411", "4411"),
        ("kartu 4111111111111111", None),
        ("kartu 4111 1111 1111 1111", None),
        ("pesanan saya rusak", None),
    ],
)
def test_an_order_number_is_told_from_other_numbers(text: str, number: str | None) -> None:
    assert order_number_in(text) == number


def test_a_greeting_alone_is_taken_whole() -> None:
    assert take_greeting(()) == (None, ())
    assert MATCHER.articles
