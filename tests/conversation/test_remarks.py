"""Praise, suggestions and wishes are told from questions and complaints; impatience from habit and from joy."""

from pathlib import Path

import pytest

from crm.conversation.understanding import Courtesy, RemarkKind, Understanding, understand
from crm.knowledge import ArticleMatcher, load_articles

MATCHER = ArticleMatcher(load_articles(Path(__file__).parents[2] / "demo" / "articles"))


def understood(text: str) -> Understanding:
    return understand([text], MATCHER)


def remarks(text: str) -> set[RemarkKind]:
    return {remark.kind for remark in understood(text).remarks}


@pytest.mark.parametrize(
    "text",
    [
        "kopinya enak banget, makasih ya",
        "gila enak bgt kopi lu bang",
        "Baristanya ramah sekali, terima kasih",
        "packingnya rapi, cepet sampe lagi. mantap",
        "suka bgt sama yg kintamani 😍",
        "kopine enak tenan mas",
        "Rasa kopinya enak, pasti beli lagi",
        "the coffee was delicious, thank you!",
        "Great service, keep it up",
        "anjir enak banget",
        "kopi tubruknya mantul cuy",
        "wah ternyata enak juga ya decafnya",
        "barista kalian keren2",
        "sae pisan kopina",
        "makasih ya kak kopinya udah sampe, cepet banget",
        "your barista was super helpful today",
    ],
)
def test_praise_is_praise(text: str) -> None:
    assert remarks(text) == {RemarkKind.PRAISE}
    assert understood(text).complaint is None


@pytest.mark.parametrize(
    "text",
    [
        "sebaiknya kasih colokan",
        "saran aja kak, musiknya jangan kenceng2",
        "mending ada menu sarapan deh",
        "alangkah baiknya kalau ada kursi bayi",
        "lebih bagus kalau ada tempat sepeda",
        "kak coba tambahin playlist lagu indonesia",
        "usul: parkir motornya dikasih atap",
        "gimana kalau buka di rest area?",
        "It would be great if you had oat cookies",
        "you should open earlier on Sundays",
        "why don't you sell mugs?",
        "musiknya kekencengan kak, tolong dipelanin",
        "tempatnya kurang luas nih",
        "toiletnya tolong dibersihin dong",
        "bisa ga sih ditambahin kursi outdoor",
        "kenapa ga jual teh aja sekalian",
        "menurut saya kemasannya kegedean",
        "pls add more vegan options",
    ],
)
def test_a_suggestion_is_one(text: str) -> None:
    assert remarks(text) == {RemarkKind.SUGGESTION}


@pytest.mark.parametrize(
    "text",
    [
        "mau pesan yang oat milk dong kalau ada",
        "pengen ada cold brew botolan",
        "semoga buka cabang di Semarang ya",
        "ditunggu menu barunya",
        "I wish you had a branch in Medan",
        "would love to see a summer blend",
    ],
)
def test_a_wish_is_one(text: str) -> None:
    assert remarks(text) == {RemarkKind.WISH}


@pytest.mark.parametrize(
    "text",
    [
        "kopi enak ga?",
        "yang paling enak yang mana",
        "rekomendasi kopi enak dong",
        "kopinya tidak enak banget",
        "kurang enak banget kopinya",
        "mau kasih masukan",
        "saran dong kopi yang ga asem",
        "sebaiknya disimpan di mana?",
        "jam buka berapa",
        "pesanan 4411 sampai pecah",
        "bagus banget ya pelayanannya 🙄",
        "kalau enak banget saya beli lagi",
        "kalau ada yang rusak mau dikembalikan gimana",
        "is the coffee good?",
        "tambahin 1 lagi dong ke pesanan saya",
        "mau repeat order yang kemarin",
        "semoga cepat sampai ya",
        "coba buka webnya error terus",
        "harusnya ada 3 bungkus, cuma dapet 2",
        "cari kopi yang enak buat espresso",
        "mau refund, duit gue mana",
        "should I store it in the fridge?",
    ],
)
def test_a_question_or_a_complaint_is_no_remark(text: str) -> None:
    assert remarks(text) == set()


def test_no_example_question_of_an_article_is_a_remark() -> None:
    examples = [example for article in MATCHER.articles for example in article.all_questions]
    assert [example for example in examples if remarks(example)] == []


def test_praise_beside_a_complaint_takes_nothing_from_it() -> None:
    both = understood("kopinya enak banget, tapi pesanan 4411 sampai pecah")
    assert both.complaint is not None
    assert remarks("kopinya enak banget, tapi pesanan 4411 sampai pecah") == {RemarkKind.PRAISE}


def test_what_is_asked_beside_praise_is_asked() -> None:
    both = understood("kopinya enak banget! ongkir ke medan berapa ya?")
    assert [question.article.slug for question in both.questions] == ["ongkos-kirim"]


@pytest.mark.parametrize(
    "text",
    [
        "kecewa banget sama kalian",
        "udah berkali-kali saya tanya, pesanan belum dateng",
        "PESANAN SAYA 4411 BELUM SAMPAI JUGA",
        "pesanan 4411 pecah lagi!!!!",
        "ini keterlaluan, paket belum sampai",
        "I'm fed up, my order still has not arrived",
        "This is unacceptable",
    ],
)
def test_impatience_is_heard(text: str) -> None:
    assert understood(text).is_upset


@pytest.mark.parametrize(
    "text",
    [
        "anjing lah lupa password",
        "anjir enak banget",
        "JAM BUKA BERAPA KAK?",
        "HALO KAK SELAMAT PAGI",
        "tidak kecewa sama sekali",
        "gelas saya retak parah",
        "pesanan 4411 belum sampai",
        "fuck this is good",
        "OK SIAP KAK",
    ],
)
def test_swearing_capitals_and_plain_complaints_are_no_impatience(text: str) -> None:
    assert not understood(text).is_upset


@pytest.mark.parametrize(
    "text", ["ada orang?", "min ada ga", "tes", "cek", "misi kak", "nuwun sewu", "kumaha damang", "👋", "oi min"]
)
def test_a_knock_is_an_opening(text: str) -> None:
    assert understood(text).is_only_greeting


@pytest.mark.parametrize("text", ["ada orang yang bisa bantu ganti alamat?", "cek resi dong", "misi paket saya mana"])
def test_a_knock_with_a_matter_is_about_the_matter(text: str) -> None:
    assert not understood(text).is_only_greeting


@pytest.mark.parametrize(
    "text",
    ["oh gitu", "ya udah", "oalah", "nggih", "muhun", "matur suwun", "hatur nuhun", "jazakallah", "siap 86", "gpp kak"],
)
def test_an_acknowledgement_is_one(text: str) -> None:
    assert understood(text).courtesy is not None


@pytest.mark.parametrize(
    "text",
    ["makasih kak paketnya udah sampe", "udah masuk refundnya, makasih banyak", "makasih atas responnya yang cepat"],
)
def test_thanks_for_what_went_well_ask_for_nothing(text: str) -> None:
    assert understood(text).courtesy is Courtesy.THANKS


@pytest.mark.parametrize(
    "text",
    ["makasih, tapi paketnya belum sampai", "tolong dicek sudah sampai mana, makasih", "thanks, has it arrived?"],
)
def test_thanks_for_what_is_still_wanted_ask_for_it(text: str) -> None:
    assert understood(text).courtesy is None


@pytest.mark.parametrize("text", ["min mau tanya donk", "permisi kak izin bertanya", "punten bade naros"])
def test_who_only_says_that_a_question_comes_is_let_go_ahead(text: str) -> None:
    assert understood(text).is_lead_in


@pytest.mark.parametrize("text", ["sudah aman?", "oh gitu, terus paket saya gimana?", "siap tapi kapan sampainya"])
def test_an_acknowledgement_that_asks_is_none(text: str) -> None:
    assert understood(text).courtesy is None
