"""Tells who wants no more offers, only service, or offers again. Nobody is stopped by a question or a complaint."""

from enum import StrEnum

from crm.knowledge import Phrase, by_first_word, contains_phrase, phrase_at, read_phrases, read_words


class ConsentWish(StrEnum):
    """What a customer says, unasked, about what may be sent to them."""

    STOP = "stop"
    SERVICE_ONLY = "service_only"
    START = "start"


_LONGEST = 12  # words; who writes more tells a story
_FURTHEST = 5  # words between the wish and what it is about
_ALONE = frozenset(
    read_phrases("""
    stop berhenti unsubscribe unsub hentikan setop stop-all opt-out berhenti-langganan berhenti-berlangganan
    stop-langganan batal-langganan remove-me unsubscribe-me stop-semua berhenti-semua hentikan-semua stop-kirim
""")
)
_SERVICE_ONLY = frozenset(
    read_phrases("""
    layanan-saja hanya-layanan cuma-layanan cukup-layanan service-only only-service just-service services-only
    pelayanan-saja tidak-layanan-saja
""")
)
_STOPPING = by_first_word(
    read_phrases("""
    stop berhenti hentikan setop unsubscribe matikan nonaktifkan tidak-mau tidak-usah tidak-perlu tidak-ingin
    tidak-minat tidak-tertarik tidak-butuh jangan-kirim jangan-kirimi jangan-kirimin jangan-dikirim jangan-dikirimi
    jangan-ngirim jangan-mengirim jangan-kasih jangan-spam jangan-ada jangan-lagi-kirim jangan-pernah-kirim
    no-more do-not-send do-not-want do-not-need dont-want not-interested opt-out remove-me turn-off never-send
    batalkan-langganan saya-keberatan hapus-nomor hapus-saya keluarkan-saya keluarin-saya remove-my
""")
)
_MARKETING = read_words("""
    promo promosi promonya promosinya iklan iklannya penawaran penawarannya offer offers promos promotion promotions
    promotional ads advert adverts advertising spam newsletter newsletters broadcast broadcastnya marketing ucapan
    ucapannya greetings blast deals
""")
_SENDING = read_words("""
    kirim kirimi kirimin kirimkan ngirim ngirimin mengirim mengirimi dikirim dikirimi send sending sent message
    messaging messages text texting chat wa hubungi menghubungi spam nyepam
""")
_ENDING = read_words("stop berhenti jangan hentikan setop do not never")
_STOPPED = read_words("stop berhenti hentikan setop dihentikan unsubscribe")
_AROUND = read_words("""
    kak kakak min admin mas mbak pak bu halo hai tolong mohon please dong ya deh saja lagi dulu sekarang saya me to ke
    i any more again mulai the this that ini itu semua apapun apa-apa pesan pesannya kiriman
    from now on dari bot yang your you anda it them oke ok di sini here nomor number my untuk for aku ku seperti
""")
_CALLING = read_words("kak kakak min admin mas mbak pak bu ya dong deh please oke ok tolong")
_ASKING = read_words(
    "apa kenapa bagaimana kapan cara berapa mana siapa how why when what where who which did does is cannot were"
)
_REQUESTING = by_first_word(
    read_phrases("can-you could-you would-you please tolong bisa-tolong boleh-tolong bisa-stop bisa-berhenti mohon")
)
_START = by_first_word(
    read_phrases("""
    aktifkan-promo aktifkan-lagi-promo aktifkan-promo-lagi nyalakan-promo mau-promo-lagi kirim-promo-lagi kirimi-promo
    kirimi-saya-promo kirimin-promo mau-dikirimi-promo mau-terima-promo mau-dapat-promo ingin-dapat-promo
    mau-langganan-promo mau-dapat-info-promo send-me-offers send-me-promos send-me-deals sign-me-up turn-on-offers
    turn-offers-on turn-promos-on start-offers want-offers-again subscribe-me subscribe-to-offers aktifkan-penawaran
""")
)
_SUBSCRIBE = frozenset(read_phrases("subscribe langganan-promo start-promo mulai-promo"))


def consent_wish(text: str, words: Phrase) -> ConsentWish | None:
    """Return what one sentence says of offers and greetings. `words` are those that the normaliser leaves."""
    if not words or len(words) > _LONGEST:
        return None
    meant = tuple(word for word in words if word not in _AROUND)
    if tuple(word for word in words if word not in _CALLING) in _SERVICE_ONLY:
        return ConsentWish.SERVICE_ONLY
    is_asking = "?" in text or words[-1] == "tidak" or not _ASKING.isdisjoint(words) or words[:2] == ("can", "i")
    if is_asking and not any(phrase_at(words, at, _REQUESTING) for at in range(min(2, len(words)))):
        return None
    if _stops(words, meant):
        return ConsentWish.STOP
    if meant in _SUBSCRIBE or contains_phrase(words, _START):
        return ConsentWish.START
    return None


def _stops(words: Phrase, meant: Phrase) -> bool:
    if words in _ALONE or meant in _ALONE:
        return True
    if _wishes_no_marketing(words) or _ends_it_at_the_end(words):
        return True
    if _MARKETING.isdisjoint(meant) and _SENDING.isdisjoint(meant):
        return False
    is_all_about_it = set(meant) <= _ENDING | _MARKETING | _SENDING
    return is_all_about_it and not _ENDING.isdisjoint(meant)


def _ends_it_at_the_end(words: Phrase) -> bool:
    """Whether words speak of offers and end with "stop": "kok dapat email promo terus, stop dong"."""
    telling = tuple(word for word in words if word not in _CALLING)
    return bool(telling) and telling[-1] in _STOPPED and not _MARKETING.isdisjoint(telling[:-1])


def _wishes_no_marketing(words: Phrase) -> bool:
    """Whether "stop", "no more", "jangan kirim" comes shortly before "promo"."""
    for at in range(len(words)):
        if phrase_at(words, at, _STOPPING) and not _MARKETING.isdisjoint(words[at + 1 : at + 1 + _FURTHEST]):
            return True
    return False
