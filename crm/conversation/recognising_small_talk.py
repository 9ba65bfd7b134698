"""Tells small talk: words that are for the pleasure of talking, and mean nothing that the business could do."""

import re
from collections.abc import Mapping
from enum import StrEnum

from crm.knowledge import Phrase, Phrases, by_first_word, contains_phrase, read_phrases, read_words

_LONGEST = 8  # words


class SmallTalk(StrEnum):
    """What kind of small talk it is."""

    HOW_ARE_YOU = "how_are_you"
    AFFECTION = "affection"
    PRAISE_OF_THE_BOT = "praise_of_the_bot"
    JOKE = "joke"
    LAUGHTER = "laughter"
    ABOUT_ITSELF = "about_itself"


_KINDS: Mapping[SmallTalk, Phrases] = {
    kind: by_first_word(read_phrases(phrases))
    for kind, phrases in {
        SmallTalk.HOW_ARE_YOU: """
            apa-kabar apa-kabarnya bagaimana-kabarnya kabarnya-bagaimana lagi-apa lagi-ngapain lagi-sibuk-apa
            sudah-makan sudah-tidur sudah-mandi how-are-you how-is-it-going hows-it-going how-are-things
            how-is-your-day hows-your-day what-are-you-doing are-you-ok
        """,
        SmallTalk.AFFECTION: """
            i-love-you love-you i-miss-you kangen-kamu sayang-kamu cinta-kamu aku-cinta saya-cinta-kamu mau-jadi-pacar
            jadi-pacar sudah-punya-pacar punya-pacar jomblo nikah-yuk marry-me be-my-girlfriend be-my-boyfriend
            kamu-cantik kamu-ganteng kamu-manis kamu-lucu kamu-imut you-are-cute youre-cute you-are-pretty
        """,
        SmallTalk.PRAISE_OF_THE_BOT: """
            kamu-pintar kamu-pinter kamu-hebat
            pinter-banget-kamu kamu-keren kamu-baik pintar-banget-kamu botnya-pintar botnya-keren botnya-bagus
            bot-pintar bot-keren good-bot nice-bot smart-bot you-are-smart youre-smart you-are-great youre-great
            you-are-helpful youre-helpful clever-bot
        """,
        SmallTalk.JOKE: """
            cerita-lucu ceritain-lucu kasih-jokes kasih-joke jokes-dong joke-dong bercanda-dong tell-me-a-joke
            tell-a-joke make-me-laugh pantun-dong kasih-pantun nyanyi-dong sing-a-song sing-for-me bosan-banget
            bosen-banget bosen-nih bosan-nih gabut gabut-nih saya-bosan i-am-bored im-bored
        """,
        SmallTalk.LAUGHTER: "lol lmao rofl ngakak kocak",
        SmallTalk.ABOUT_ITSELF: """
            umur-kamu-berapa kamu-umur-berapa umurmu-berapa berapa-umur-kamu kamu-tinggal-di rumah-kamu-di
            siapa-yang-untuk-kamu siapa-yang-buat-kamu siapa-yang-bikin-kamu siapa-pembuatmu
            who-made-you who-created-you how-old-are-you where-do-you-live
            are-you-chatgpt kamu-chatgpt pakai-chatgpt do-you-have-feelings kamu-punya-perasaan do-you-sleep
        """,
    }.items()
}
_LAUGHS = re.compile(r"(?:ha|he|hi|ho|wk|kw|xi|ka)+[hwka]?")
_SHORTEST_LAUGH = 4  # letters: "ha" and "ho" are words of their own
_OF_THE_SHOP = read_words(
    "pesanan order kopi coffee bayar harga poin voucher kirim paket rusak barang refund gerai menu stok"
)


def small_talk_in(words: Phrase) -> SmallTalk | None:
    """Return what kind of small talk a turn is if it is nothing else. `words` are those that the normaliser leaves."""
    if not words or len(words) > _LONGEST or not _OF_THE_SHOP.isdisjoint(words):
        return None
    if all(len(word) >= _SHORTEST_LAUGH and _LAUGHS.fullmatch(word) for word in words):
        return SmallTalk.LAUGHTER
    return next((kind for kind, phrases in _KINDS.items() if contains_phrase(words, phrases)), None)
