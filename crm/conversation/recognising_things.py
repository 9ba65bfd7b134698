"""Tells who only says what it is that they send: "ini struknya", "here is the receipt"."""

from crm.conversation.lexicon import telling_words
from crm.knowledge import Phrase, by_first_word, phrase_at, read_phrases, read_words

_LONGEST = 7  # words
_HERE = by_first_word(read_phrases("ini berikut terlampir here-is here-are heres this-is these-are attached"))
_THINGS = read_words("foto fotonya bukti struk nota resi faktur invoice video screenshot gambar receipt photo picture")
_ASKING = read_words("apa bagaimana berapa kenapa mana kapan siapa bisa boleh how what why when where who can")


def says_what_it_is(text: str, words: Phrase) -> bool:
    """Whether one sentence only says what a picture or a file is. `words` are those that the normaliser leaves."""
    if not phrase_at(words, 0, _HERE) or len(words) > _LONGEST or "?" in text or not _ASKING.isdisjoint(words):
        return False
    return not _THINGS.isdisjoint(telling_words(words))
