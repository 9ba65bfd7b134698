"""Tells what somebody says of who they are: that it is not they, or that they speak for somebody else."""

from crm.knowledge import Phrase, by_first_word, contains_phrase, read_phrases, read_words

_NOT_ME = frozenset(
    read_phrases("""
    bukan-saya bukan-aku bukan-gue itu-bukan-saya ini-bukan-saya bukan-saya-itu itu-bukan-aku ini-bukan-aku
    bukan-data-saya itu-bukan-data-saya bukan-akun-saya itu-bukan-akun-saya bukan-nama-saya itu-bukan-nama-saya
    bukan-nomor-saya itu-bukan-nomor-saya ini-bukan-akun-saya ini-bukan-data-saya ini-bukan-nama-saya
    ini-bukan-nomor-saya salah-orang saya-bukan-dia
    not-me that-is-not-me thats-not-me its-not-me it-is-not-me this-is-not-me this-isnt-me that-isnt-me isnt-me
    this-is-not-my-account not-my-account not-my-name thats-not-my-name that-is-not-my-name not-my-data wrong-person
""")
)
_LONGEST = 6  # words; what is longer tells something
_AROUND = read_words("kak kakak min admin ya dong deh lho loh kok sih maaf sorry halo hello tidak no oh eh")

_RELATIVES = (
    *("suaminya", "istrinya", "isterinya", "anaknya", "ibunya", "ayahnya", "bapaknya", "mamanya", "papanya"),
    *("kakaknya", "adiknya", "saudaranya", "temannya", "pacarnya", "sepupunya", "menantunya", "orangtuanya"),
    *("asistennya", "sekretarisnya", "keluarganya", "tetangganya"),
)
_RELATIVES_ENGLISH = (
    *("husband", "wife", "son", "daughter", "mother", "mom", "mum", "father", "dad", "brother", "sister", "friend"),
    *("partner", "boyfriend", "girlfriend", "cousin", "assistant", "secretary", "neighbour", "neighbor", "colleague"),
)
_SPOUSES = ("suami", "istri", "isteri")
_KIN = ("anak", "ibu", "ayah", "bapak", "mama", "papa", "kakak", "adik", "saudara", "sepupu", "teman", "pacar", "bini")
_OF_THEM = ("dari", "bu", "ibu", "pak", "bapak", "kak", "mbak", "mas")
_THINGS = ("keluhan", "pesanan", "order", "poin", "data", "riwayat", "laporan", "pengiriman", "paket")
_THINGS_ENGLISH = ("complaint", "order", "orders", "points", "data", "history", "package", "parcel", "refund")
_FOR_ANOTHER = by_first_word(
    read_phrases(
        " ".join(
            [f"{own}-{relative}" for own in ("saya", "aku", "gue", "ini") for relative in (*_RELATIVES, *_SPOUSES)]
            + [f"{own}-{kin}-{of}" for own in ("saya", "ini") for kin in _KIN for of in _OF_THEM]
            + [f"{thing}-{kin}-saya" for thing in _THINGS for kin in (*_SPOUSES, *_KIN)]
            + [f"atas-nama-{kin}" for kin in (*_SPOUSES, *_KIN)]
            + [f"mewakili-{kin}" for kin in (*_SPOUSES, *_KIN)]
            + [
                f"{own}-{whose}-{relative}"
                for own in ("am", "im", "is")
                for whose in ("her", "his", "their")
                for relative in _RELATIVES_ENGLISH
            ]
            + [f"my-{relative}s-{thing}" for relative in (*_RELATIVES_ENGLISH, "wife") for thing in _THINGS_ENGLISH]
            + [f"on-behalf-of-{whose}" for whose in ("my", "her", "his", "mr", "mrs", "ms")]
        )
    )
)
_OF_ENGLISH = frozenset(_RELATIVES_ENGLISH)
_OWN = read_words("my your our a an the one")


def says_not_me(words: Phrase) -> bool:
    """Whether these words only say that somebody else is meant: "bukan saya", "that's not me"."""
    if not words or len(words) > _LONGEST:
        return False
    return words in _NOT_ME or tuple(word for word in words if word not in _AROUND) in _NOT_ME


def speaks_for_another(words: Phrase) -> bool:
    """Whether somebody says that they speak for one of their own: "saya suaminya", "I'm her husband", "Siti's"."""
    return contains_phrase(words, _FOR_ANOTHER) or any(
        is_ in {"am", "im", "is"} and whose.endswith("s") and whose not in _OWN and relative in _OF_ENGLISH
        for is_, whose, relative in zip(words, words[1:], words[2:], strict=False)
    )
