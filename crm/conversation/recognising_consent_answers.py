"""Reads a typed answer to the question whether offers and greetings are welcome. Pure.

A mere "ok" is no yes here: it acknowledges what was said, and consent is only what somebody gives in so many words.
"""

from crm.consent import Purpose
from crm.knowledge import read_phrases, read_words, words_of

_LONGEST = 6  # words; what is longer says something of its own
_EVERYTHING = frozenset({Purpose.OFFERS, Purpose.GREETINGS})
_AROUND = read_words("""
    kak kakak min admin ya iya iyaa yah dong deh nih kok sih lah kan saja ok oke okee sip siap baik please just only
    banget sekali the that it to me saya aku i id would like want yes yep yup yeah sure keduanya semuanya semua all
    tolong mohon makasih terima kasih thanks thank you of course kirim kirimi kirimkan send juga aja for now
""")
_ALLOWS = frozenset(
    read_phrases("""
    boleh mau silakan silahkan monggo mangga tentu tentu-boleh boleh-boleh both dua-duanya dua-dua-nya keduanya go-ahead
    why-not gapapa gpp tidak-apa-apa tidak-papa tidak-masalah boleh-kirim kabari kabari-saya senang by-all-means fine
""")
)
_REFUSES = frozenset(
    read_phrases("""
    tidak tidak-mau tidak-usah tidak-perlu tidak-dulu tidak-ada jangan jangan-dulu no nope not no-need dont do-not
    tidak-ingin tidak-tertarik not-interested none keberatan no-thanks
""")
)
_SAYS_YES = read_words("ya iya iyaa yes yep yup yeah sure keduanya semuanya semua all course like")
_NAMED = {
    Purpose.OFFERS: read_words("promo promosi penawaran diskon offers offer deals promotions"),
    Purpose.GREETINGS: read_words("ucapan salam greetings greeting"),
    Purpose.SERVICE: read_words("layanan pelayanan service"),
}
_AND = read_words("dan and sama")


def consent_answer_in(text: str) -> frozenset[Purpose] | None:
    """Return what these words allow: nothing, for "ga mau" and "layanan saja". None: they are no answer ("promo?")."""
    words = words_of(text)
    if not words or len(words) > _LONGEST:
        return None
    named = {purpose for purpose, names in _NAMED.items() if names & set(words)}
    rest = tuple(word for word in words if word not in _AROUND)
    if named:
        is_all = all(word in _AND or any(word in names for names in _NAMED.values()) for word in rest)
        return frozenset(named - {Purpose.SERVICE}) if is_all and "?" not in text else None
    if rest in _REFUSES:
        return frozenset()
    if rest in _ALLOWS or (not rest and _SAYS_YES & set(words)):
        return _EVERYTHING
    return None
