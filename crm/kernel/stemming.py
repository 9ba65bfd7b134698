"""One form for all forms of a word: "dikirim" and "pengiriman" are "kirim", "delivered" and "delivers" are "deliv".

Texts mix both languages, so one rule serves them all: Indonesian affixes come off where a root is left that the
dictionary knows (PySastrawi); a word without such a root loses its English endings (Snowball's English stemmer).
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from snowballstemmer.english_stemmer import EnglishStemmer

_REMEMBERED_WORDS = 50_000
_LONGEST_WORD = 40  # characters: longer ones are links and keys, which have no affixes; nor have numbers
_SHORTEST_ROOT = 3  # letters, where the affix is one that people say and no book has

_ENGLISH = frozenset(
    """
    admin app basis belong caling cancel cashback chat checkout claim customer deleting delivery dies diret download
    email error expired follow foto gofood gopay grabfood instagram invoice link login making marital member membership
    minute once online operator packing pending personal pickup posting promo qris refund register reschedule resell
    resend reserve restock review screenshot sees seller sending september share shopee terminal terminate top update
    upload username voucher volume website whatsapp
""".split()
)
"""English words. Those that are used in Indonesian, too, take its affixes: promonya, dicancel. The others are here
because the dictionary has a root that looks like them.
"""

_MORE_ROOTS = ("aplikasi", "klaim", "komplain", "kompleks", "ongkir", "sistem")
"""What the dictionary is too old for."""

_CORRECTED = {
    "dikurangi": "kurang",
    "dipesan": "pesan",
    "kukirim": "kirim",
    "kupesan": "pesan",
    "memesan": "pesan",
    "mengecek": "cek",
    "mengemas": "kemas",
    "pemasukan": "masuk",
    "pemesan": "pesan",
    "pemesanan": "pesan",
    "pengecekan": "cek",
    "pengemasan": "kemas",
    "pengen": "ingin",
    "perasaan": "rasa",
    "terasa": "rasa",
    "berasa": "rasa",
}
"""Forms of which PySastrawi finds another root than the one they have."""


@lru_cache(_REMEMBERED_WORDS)
def stem(word: str) -> str:
    """Return the stem of one word of either language, in small letters. The stem of a stem is itself."""
    shorter = normalize("NFKC", normalize("NFKC", word).casefold())
    if len(shorter) > _LONGEST_WORD or (not shorter.isalpha() and "-" not in shorter):
        return shorter
    while (once := _without_affixes(shorter)) != shorter:
        shorter = once
    return shorter


def _without_affixes(word: str) -> str:
    if word in _CORRECTED:
        return _CORRECTED[word]
    root = None if word in _ENGLISH else _root_in(word)
    if root is None or root in _ENGLISH:
        english: str = _english()().stemWord(root or word)  # a new one each time: it keeps the word it works on
        return english
    return root


def _root_in(word: str) -> str | None:
    """Return the Indonesian root of a word, or None if there is none that is known."""
    stemmer = _indonesian()
    for formal in dict.fromkeys((word, word.removesuffix("in"), word.removeprefix("nge"))):  # kirimin, ngecek
        root: str = stemmer.stem_word(formal)
        if (
            formal.startswith(("ke", "pe"))
            and formal.removesuffix("nya").endswith(f"{root}kan")
            and stemmer.dictionary.contains(f"{root}k")
        ):
            return f"{root}k"  # kerusakan is of rusak: these nouns end in -an, never in -kan
        if stemmer.dictionary.contains(root) and (formal == word or len(root) >= _SHORTEST_ROOT):
            return root
    return None


@cache
def _english() -> "type[EnglishStemmer]":
    from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: PLC0415 with all languages: only who stems

    return EnglishStemmer  # type: ignore[no-any-return]


@cache
def _indonesian() -> "Stemmer":
    """Read the dictionary when the first word is asked for: 20 ms."""
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary  # noqa: PLC0415
    from Sastrawi.Stemmer.Stemmer import Stemmer  # noqa: PLC0415
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory  # noqa: PLC0415

    return Stemmer(ArrayDictionary([*StemmerFactory().get_words(), *_MORE_ROOTS, *_ENGLISH]))
