"""What is understood of one turn, in both languages."""

from pathlib import Path

import pytest

from crm.conversation.understanding import ComplaintCategory, Courtesy, Greeting, Understanding, understand
from crm.kernel.language import Language
from crm.knowledge import ArticleMatcher, load_articles

MATCHER = ArticleMatcher(load_articles(Path(__file__).parents[2] / "demo" / "articles"))


def understood(*texts: str) -> Understanding:
    return understand(texts, MATCHER)


def asked(understanding: Understanding) -> list[str]:
    return [question.article.slug for question in understanding.questions]


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("halo", Greeting.HALO),
        ("Haloooo kakkk", Greeting.HALO),
        ("hi there", Greeting.HALO),
        ("Assalamu'alaikum", Greeting.SALAM),
        ("halo, assalamualaikum wr wb", Greeting.SALAM),
        ("Selamat pagi kak", Greeting.PAGI),
        ("good morning", Greeting.PAGI),
        ("siang min", Greeting.SIANG),
        ("met sore", Greeting.SORE),
        ("good evening", Greeting.MALAM),
        ("Kulo nuwun", Greeting.JAVANESE),
        ("sugeng enjing", Greeting.PAGI),
        ("Sampurasun", Greeting.SUNDANESE),
        ("wilujeng wengi", Greeting.MALAM),
        ("om swastiastu", Greeting.BALINESE),
        ("horas", Greeting.BATAK),
        ("P", Greeting.KNOCK),
        ("ping!!!", Greeting.KNOCK),
        ("min", Greeting.KNOCK),
        ("kak?", Greeting.KNOCK),
        ("permisi", Greeting.KNOCK),
        ("Halo 👋", Greeting.HALO),
    ],
)
def test_a_bare_greeting_is_only_a_greeting(text: str, greeting: Greeting) -> None:
    understanding = understood(text)
    assert (understanding.greeting, understanding.is_only_greeting) == (greeting, True)
    assert not understanding.is_fragment


@pytest.mark.parametrize("text", ["malam ini buka?", "pagi jam berapa buka", "siang hari buka tidak"])
def test_a_time_of_day_in_a_question_is_no_bare_greeting(text: str) -> None:
    assert not understood(text).is_only_greeting
    assert asked(understood(text)) == ["jam-buka"]


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("makasih", Courtesy.THANKS),
        ("terima kasih banyak ya kak", Courtesy.THANKS),
        ("sudah beres kak, makasih", Courtesy.THANKS),
        ("noted, thanks", Courtesy.THANKS),
        ("thank you so much", Courtesy.THANKS),
        ("🙏🙏", Courtesy.THANKS),
        ("ok", Courtesy.AGREED),
        ("Sip 👍", Courtesy.AGREED),
        ("👍", Courtesy.AGREED),
        ("bye", Courtesy.GOODBYE),
        ("good night", Courtesy.GOODBYE),
        ("sampai jumpa kak", Courtesy.GOODBYE),
        ("thanks, bye", Courtesy.THANKS),
    ],
)
def test_a_courtesy_asks_for_nothing(text: str, courtesy: Courtesy) -> None:
    assert understood(text).courtesy is courtesy
    assert not understood(text).is_fragment


@pytest.mark.parametrize(
    "text", ["makasih, tapi barangnya rusak", "😡", "ya", "ok jam buka berapa?", "thanks, where is my order?", "sudah"]
)
def test_a_courtesy_with_something_else_is_not_only_one(text: str) -> None:
    assert understood(text).courtesy is None


@pytest.mark.parametrize(
    "text", ["kamu robot ya?", "ini dengan siapa ya", "ini bot atau manusia?", "siapa namamu", "are you a bot?",
             "am I talking to a real person?", "who are you", "what can you do", "kamu bisa apa aja"],
)  # fmt: skip
def test_who_asks_whom_they_are_talking_to_is_understood(text: str) -> None:
    assert understood(text).asks_who_answers


@pytest.mark.parametrize("text", ["kak mau nanya", "mau nanya dong kak", "boleh tanya?", "I have a question"])
def test_who_only_says_that_a_question_comes_is_understood(text: str) -> None:
    assert understood(text).is_lead_in


def test_a_command_is_in_no_language_and_what_follows_it_is() -> None:
    assert understood("/help").language is None
    assert understood("/human barang saya belum sampai").language is Language.ID


@pytest.mark.parametrize(
    "text",
    [
        "mau bicara dengan orang",
        "mau ngomong sama orang dong",
        "bisa ngomong sama adminnya?",
        "sambungkan ke cs dong",
        "panggil admin",
        "CS",
        "agent",
        "human please",
        "can I talk to a real person?",
        "I don't understand you, let me speak to somebody",
        "connect me to an operator",
    ],
)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert understood(text).wants_person


@pytest.mark.parametrize(
    "text", ["jam kerja CS?", "how do I contact customer service?", "someone stole my phone", "admin", "orangnya ramah"]
)
def test_speaking_of_people_is_no_wish_for_one(text: str) -> None:
    assert not understood(text).wants_person


@pytest.mark.parametrize(
    "text",
    ["tolong batalkan keluhan saya", "keluhan saya dicabut saja", "batalkan K-1042", "please withdraw my complaint"],
)
def test_who_takes_a_complaint_back_is_understood(text: str) -> None:
    understanding = understood(text)
    assert understanding.withdraws
    assert understanding.questions == ()


@pytest.mark.parametrize(
    "text",
    ["gimana cara batalkan komplain", "saya mau komplain soal pembatalan pesanan", "batalkan pesanan 4411",
     "pesanan 4411 rusak, mau komplain, tolong batalkan"],
)  # fmt: skip
def test_who_cancels_or_complains_takes_no_complaint_back(text: str) -> None:
    assert not understood(text).withdraws


@pytest.mark.parametrize(
    "text", ["ini struknya", "ini bukti transfernya kak", "here is the receipt", "here's my invoice"]
)
def test_who_says_what_a_picture_is_asks_for_nothing(text: str) -> None:
    understanding = understood(text)
    assert understanding.says_what_it_is
    assert (understanding.questions, understanding.guesses) == ((), ())


@pytest.mark.parametrize("text", ["ini struknya bisa dikirim?", "where is my receipt", "minta struk", "ini rusak"])
def test_who_asks_for_a_thing_does_not_say_what_it_is(text: str) -> None:
    assert not understood(text).says_what_it_is


@pytest.mark.parametrize(
    ("texts", "slugs"),
    [
        (["Pagi kak, jam buka berapa ya?"], ["jam-buka"]),
        (["mau tanya, bisa bayar pakai qris? terus ongkir ke medan brp"], ["metode-pembayaran", "ongkos-kirim"]),
        (["halo", "mau tanya", "jam buka", "brp ya"], ["jam-buka"]),
        (["apakah halal", "ada decaf?"], ["halal", "tanpa-kafein"]),
        (["jam buka? jam buka berapa?"], ["jam-buka"]),
        (["halal? ada decaf? jam buka? ada loker? ada promo?"], ["halal", "tanpa-kafein", "jam-buka"]),
        (["mau tanya cara refund"], ["minta-refund"]),
        (["how do I file a complaint?"], ["cara-komplain"]),
        (["where is my order 732201349959"], ["lacak-pesanan"]),
        (["how late are you open"], ["jam-buka"]),
        (["how do I get a refund and what are your opening hours?"], ["minta-refund", "jam-buka"]),
        (["cara refund dan jam buka gimana?"], ["minta-refund", "jam-buka"]),
        (["I do not use my bloody account, I would like to delete it"], ["hapus-akun"]),
        (["is order 4411 delayed"], ["lacak-pesanan"]),
        (["apakah pesanan saya 4411 terlambat?"], ["lacak-pesanan"]),
    ],
)
def test_each_question_of_a_turn_is_answered_once(texts: list[str], slugs: list[str]) -> None:
    assert asked(understood(*texts)) == slugs
    assert understood(*texts).complaint is None


def test_a_question_keeps_the_words_that_asked_it() -> None:
    (question,) = understood("Halo. Jam buka berapa?").questions
    assert (question.words, question.score) == ("Jam buka berapa?", 100.0)


def test_what_is_unsure_is_offered_as_guesses() -> None:
    understanding = understood("pesanan saya gimana ya kak")
    assert understanding.questions == ()
    assert 1 <= len(understanding.guesses) <= 3


def test_a_sure_answer_needs_no_guesses() -> None:
    assert understood("jam buka berapa? pesanan").guesses == ()


def test_a_greeting_a_complaint_and_a_question_are_all_understood() -> None:
    understanding = understood("Assalamualaikum kak. Pesanan 4411 sampai rusak. CS buka jam berapa?")

    assert understanding.greeting is Greeting.SALAM
    assert understanding.complaint is not None
    assert understanding.complaint.category is ComplaintCategory.DAMAGED
    assert understanding.complaint.order_number == "4411"
    assert asked(understanding) == ["hubungi-cs"]


@pytest.mark.parametrize("text", ["4411", "yang", "pesanan saya", "mau tanya", "permisi kak mau nanya", "???", "😡"])
def test_a_few_unclear_words_may_go_on(text: str) -> None:
    assert understood(text).is_fragment


@pytest.mark.parametrize("text", ["jam buka", "halal?", "the weather has been lovely all week", "pesanan rusak"])
def test_what_is_clear_or_long_is_no_fragment(text: str) -> None:
    assert not understood(text).is_fragment


@pytest.mark.parametrize("texts", [[], [""], ["  \n "], ["", " "]])
def test_nothing_said_is_empty(texts: list[str]) -> None:
    assert understood(*texts) == Understanding(is_empty=True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jam buka berapa", Language.ID),
        ("gk bisa login nih", Language.ID),
        ("where is my order", Language.EN),
        ("whats ur opening hours", Language.EN),
        ("pesanan order 4411 rusak", Language.ID),
        ("refund", None),
        ("4411", None),
        ("👍", None),
    ],
)
def test_the_language_is_told_by_small_words(text: str, language: Language | None) -> None:
    assert understood(text).language is language


def test_without_articles_every_question_stays_open() -> None:
    understanding = understand(["Jam buka berapa?"], ArticleMatcher(()))
    assert (understanding.questions, understanding.guesses, understanding.language) == ((), (), Language.ID)


@pytest.mark.parametrize("payload", ["AAAAAAAB-the-what-is-yours", "saya-mau-AAAAAAAC", "AAAAAAAB"])
def test_what_a_link_carries_is_in_no_language(payload: str) -> None:
    assert understood(f"/start {payload}").language is None
    assert understood(f"/start@kopidemo_bot {payload}", "jam buka berapa ya?").language is Language.ID
