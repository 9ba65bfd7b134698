"""Tells whether the customer wants to leave what they are being asked: to stop it, or to skip this one question."""

from crm.knowledge import Phrase, read_phrases, read_words

_LONGEST = 5  # words; what is longer says something of its own
_CANCELLING = frozenset(
    read_phrases("""
    batal batalkan batalin dibatalkan cancel stop berhenti sudahlah tidak-jadi tidak-usah tidak-perlu cancel-it
    never-mind nevermind forget-it no-thanks no-thank-you stop-it jangan jangan-dulu batal-saja tidak-jadi-deh
    tidak-usah-deh lupakan
""")
)
_SKIPPING = frozenset(
    read_phrases("""
    lewati lewat skip nanti nanti-saja lain-kali next later not-now maybe-later kosongkan skip-it skip-this
    lewati-saja nanti-dulu belum-mau rahasia pass
""")
)
_AROUND = read_words(
    "kak kakak min admin ya dong deh saja dulu please it this that one for now oke ok sih lah kok itu ini"
)


def says_cancel(words: Phrase) -> bool:
    """Whether these words, as the normaliser leaves them, only take back what was begun: "ga jadi deh", "cancel"."""
    return _says_only(words, _CANCELLING)


def says_skip(words: Phrase) -> bool:
    """Whether these words only pass over what was asked: "lewati", "nanti aja", "skip"."""
    return _says_only(words, _SKIPPING)


def _says_only(words: Phrase, phrases: frozenset[Phrase]) -> bool:
    if not words or len(words) > _LONGEST:
        return False
    if words in phrases:
        return True
    return tuple(word for word in words if word not in _AROUND) in phrases
