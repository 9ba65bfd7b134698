"""What was once understood wrongly, as it was typed, and more of its kind."""

import pytest

from crm.conversation.greetings import Courtesy
from crm.conversation.understanding import ComplaintCategory, ConsentWish, RemarkKind
from tests.conversation.test_understanding import asked, understood


@pytest.mark.parametrize(
    "text",
    [
        "wifi password apa",
        "password wifinya dong kak",
        "reset password instagram",
        "poin telkomsel dituker apa",
        "kode promo grab dong",
        "what's the wifi password?",
    ],
)
def test_what_the_shop_knows_nothing_of_is_not_answered(text: str) -> None:
    assert asked(understood(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "saran dong, kasih colokan di gerai dago",
        "saran ya kak, kopinya jangan terlalu manis",
        "usul ya min, bikin promo pas tanggal tua",
        "tolong pasangin kipas di gerai senopati",
        "a suggestion, more chairs at dago please",
    ],
)
def test_a_suggestion_that_is_announced_is_one(text: str) -> None:
    understanding = understood(text)
    assert {remark.kind for remark in understanding.remarks} == {RemarkKind.SUGGESTION}
    assert asked(understanding) == []


@pytest.mark.parametrize(
    "text", ["mau kasih masukan dong", "saran dong kopi yang enak buat pemula", "saran dong kak, enaknya pesen apa"]
)
def test_who_announces_one_or_asks_for_advice_suggests_nothing(text: str) -> None:
    assert understood(text).remarks == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Pesanan saya sampai pecah, pin saya 123456", ComplaintCategory.DAMAGED),
        ("paket 4411 belum sampai, otp saya 882211", ComplaintCategory.LATE),
        ("my order arrived broken, my password is Kopi1234", ComplaintCategory.DAMAGED),
    ],
)
def test_a_secret_beside_a_complaint_is_no_question_about_secrets(text: str, category: ComplaintCategory) -> None:
    understanding = understood(text)
    assert understanding.complaint is not None
    assert understanding.complaint.category is category
    assert understanding.hides_secret
    assert asked(understanding) == []


def test_a_secret_alone_is_understood_as_nothing_and_in_its_language() -> None:
    understanding = understood("my password is Kopi1234")
    assert understanding.hides_secret
    assert not understanding.is_empty
    assert understanding.language == "en"


@pytest.mark.parametrize("text", ["balikin duit gue!!!", "BALIKIN UANG SAYA SEKARANG", "give me my money back!!!"])
def test_who_shouts_for_their_money_is_upset(text: str) -> None:
    understanding = understood(text)
    assert understanding.complaint is not None
    assert understanding.is_upset


@pytest.mark.parametrize("text", ["alamat", "voucher", "halo kak refund"])
def test_to_a_single_word_more_may_be_coming(text: str) -> None:
    assert understood(text).is_fragment


@pytest.mark.parametrize("text", ["alamat?", "ganti alamat", "komplain, barang rusak"])
def test_what_is_asked_or_told_is_answered_at_once(text: str) -> None:
    assert not (understood(text).is_fragment and asked(understood(text)))


@pytest.mark.parametrize(
    "text",
    [
        "sukses terus ya kopi demo",
        "mugi berkah",
        "semangat min",
        "semoga laris manis jualannya kak",
        "good luck with the shop guys",
        "all the best for kopi demo",
    ],
)
def test_who_wishes_well_is_thanked(text: str) -> None:
    assert understood(text).courtesy is Courtesy.WISHED_WELL


@pytest.mark.parametrize(
    "text",
    ["semoga ada live music", "sukses bayar tapi status belum", "semangat banget nih kapan buka di jogja?", "sukses?"],
)
def test_who_asks_or_wishes_for_something_is_not(text: str) -> None:
    assert understood(text).courtesy is not Courtesy.WISHED_WELL


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("pesan latte datangnya cappuccino", ComplaintCategory.WRONG_ITEM),
        ("i ordered latte but got cappuccino", ComplaintCategory.WRONG_ITEM),
        ("tadi kasirnya salah kasih kopi", ComplaintCategory.WRONG_ITEM),
        ("kok rasanya beda dr biasanya ya", ComplaintCategory.QUALITY),
        ("udh tf tp blm diproses", ComplaintCategory.PAYMENT),
        ("gelas tumbler bocor, bisa tuker?", ComplaintCategory.DAMAGED),
        ("kurirnya marah2 sama saya", ComplaintCategory.STAFF),
        ("permisi kak mau komplain, minuman gue ketuker sama orang", ComplaintCategory.WRONG_ITEM),
    ],
)
def test_what_went_wrong_is_a_complaint(text: str, category: ComplaintCategory) -> None:
    complaint = understood(text).complaint
    assert complaint is not None
    assert complaint.category is category
    assert asked(understood(text)) == []


def test_who_asks_what_would_come_complains_of_nothing() -> None:
    assert understood("kalau pesan latte malah datang yang lain gimana?").complaint is None


def test_who_asks_for_a_manager_wants_a_person() -> None:
    assert understood("can i speak to a manager").wants_person


def test_offers_are_stopped_by_a_word_at_the_end() -> None:
    assert understood("hapus nomor gue dari list promo").consent_wish is ConsentWish.STOP
    assert understood("kok dapet email promo mulu, stop dong").consent_wish is ConsentWish.STOP
    assert understood("promo kapan berhenti?").consent_wish is None


@pytest.mark.parametrize("text", ["ini cs beneran apa bot", "kamu bot?"])
def test_who_asks_whether_it_is_a_bot_is_told(text: str) -> None:
    assert understood(text).asks_who_answers


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("bsk buka jam brp", "jam-buka"),
        ("piye carane tumbas?", "cara-pesan"),
        ("ongkirnya sabaraha ka bogor", "ongkos-kirim"),
        ("pesennya lewat mana sih", "cara-pesan"),
        ("akun saya gabisa login terus", "lupa-kata-sandi"),
    ],
)
def test_the_small_words_of_other_languages_and_hurry_are_read(text: str, slug: str) -> None:
    assert asked(understood(text)) == [slug]
