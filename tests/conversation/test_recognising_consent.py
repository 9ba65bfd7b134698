"""Who wants no more offers, and who only uses the same words."""

import pytest

from crm.conversation.recognising_consent import ConsentWish, consent_wish
from crm.knowledge import words_of
from tests.conversation.test_understanding import understood

STOPS = [
    "stop", "berhenti", "Stop.", "berhenti dong kak", "unsubscribe", "unsubscribe please", "stop promo",
    "STOP PROMO!!", "stop kirim promo", "berhenti kirim promo", "jangan kirim lagi", "jgn kirim lagi ya",
    "jangan kirim promo lagi", "tolong jangan kirim iklan lagi", "jangan chat saya lagi", "ga usah kirim promo lagi",
    "saya tidak mau terima promo lagi", "gak mau dapat promo", "hentikan pesan promosi", "berhenti langganan",
    "tolong stop kirim pesan", "promonya stop aja", "no more offers please", "stop sending me promos",
    "don't send me any more ads", "please stop sending me messages", "stop messaging me", "stop the newsletter",
    "can you stop sending me offers?", "bisa tolong stop kirim promo?", "opt out", "remove me",
]  # fmt: skip
DOES_NOT = [
    "kenapa pengirimannya berhenti di Bandung?", "kurirnya berhenti di jalan, pesanan belum sampai",
    "jangan kirim lagi barang yang rusak", "gimana cara berhenti langganan?", "kenapa kirim promo terus?",
    "promo yang dijanjikan berhenti tiba-tiba, saya kecewa", "ada promo apa hari ini?", "mesin kopinya berhenti",
    "stop order 4411", "why did my delivery stop?", "how do I stop my order?", "when do the offers end?",
    "pesanan saya jangan dikirim dulu", "bus stop terdekat dari gerai", "saya tidak dapat promo padahal ikut",
    "batal", "makasih", "", "berhenti langganan kopi di tengah jalan kena penalti gak", "can i unsubscribe",
]  # fmt: skip


@pytest.mark.parametrize("said", STOPS)
def test_stop_is_understood_however_it_is_said(said: str) -> None:
    assert understood(said).consent_wish is ConsentWish.STOP


@pytest.mark.parametrize("said", DOES_NOT)
def test_a_question_and_a_complaint_are_never_a_stop(said: str) -> None:
    assert understood(said).consent_wish is None


@pytest.mark.parametrize("said", ["layanan saja", "layanan aja kak", "service only", "service only please"])
def test_service_only_can_be_said(said: str) -> None:
    assert consent_wish(said, words_of(said)) is ConsentWish.SERVICE_ONLY


@pytest.mark.parametrize("said", ["aktifkan promo lagi", "saya mau terima promo", "subscribe", "please send me offers"])
def test_who_wants_offers_again_is_asked_which(said: str) -> None:
    assert consent_wish(said, words_of(said)) is ConsentWish.START


def test_a_stop_beside_a_question_is_both() -> None:
    read = understood("stop promo ya. Jam buka?")
    assert read.consent_wish is ConsentWish.STOP
    assert read.questions
