"""The words around what is meant: greetings at the beginning, and thanks that ask for nothing."""

from enum import StrEnum

from crm.conversation.courtesy_words import courtesy_words, greeting_words
from crm.knowledge import Phrase, Vocabulary, phrase_at


class Greeting(StrEnum):
    """How the customer greets, so that the bot can greet back in kind."""

    HALO = "halo"
    SALAM = "assalamualaikum"
    PAGI = "pagi"
    SIANG = "siang"
    SORE = "sore"
    MALAM = "malam"
    JAVANESE = "kulonuwun"
    SUNDANESE = "sampurasun"
    BALINESE = "om swastiastu"
    BATAK = "horas"
    SHALOM = "shalom"
    KNOCK = "permisi"  # P, ping, permisi: is anybody there?


class Courtesy(StrEnum):
    """What a turn says that asks for nothing."""

    THANKS = "thanks"
    AGREED = "agreed"
    GOODBYE = "goodbye"
    WISHED_WELL = "wished_well"


class Assent(StrEnum):
    """A bare yes or no to what was asked."""

    YES = "yes"
    NO = "no"


_TIMES = frozenset({Greeting.PAGI, Greeting.SIANG, Greeting.SORE, Greeting.MALAM})
_HANDS = frozenset("👋🖐✋")
_NODS = {
    Courtesy.THANKS: frozenset("🙏❤🥰🤗🫶😍"),
    Courtesy.AGREED: frozenset("👍👌🙂😊☺😀😁💯✅🤝👏🫡"),
}
_LONGEST_WISH = 12  # words
_MOST_NAMES = 2  # words of a wish that nobody knows: the shop's own name


def take_greeting(words: Phrase) -> tuple[Greeting | None, Phrase]:
    """Return the greeting a text begins with, and the words after it and after those it calls ("kak", "min").

    Of two greetings the one with more meaning counts: "halo, assalamualaikum".
    """
    said = greeting_words()
    found: Greeting | None = None
    rest = words
    while rest:
        if rest[0] in said.calling or (found and rest[0] in said.small):
            rest = rest[1:]
            continue
        greeting, length = _greeting_at_start(rest)
        if greeting is None:
            break
        if found in {None, Greeting.HALO, Greeting.KNOCK}:
            found = greeting
        rest = rest[length:]
    if words and (not rest or _only_knocks(rest)):
        return found or Greeting.KNOCK, ()  # "kak", "min": somebody is called
    return found, rest if found else words


def _only_knocks(words: Phrase) -> bool:
    said = greeting_words()
    return tuple(word for word in words if word not in said.calling and word not in said.small) in said.knocks_alone


def waves(text: str) -> bool:
    """Whether a text without words is a hand that waves: a greeting."""
    return not _HANDS.isdisjoint(text)


def courtesy_in(text: str, words: Phrase) -> Courtesy | None:
    """Return what a turn says if it only says thanks, that it is all right, or goodbye, in words or in emoji."""
    if not words:
        return next((courtesy for courtesy, signs in _NODS.items() if not signs.isdisjoint(text)), None)
    said, calling = courtesy_words(), greeting_words().calling
    if words in said.good_night:
        return Courtesy.GOODBYE
    if "?" not in text and tuple(word for word in words if word not in calling) in said.agreed_alone:
        return Courtesy.AGREED
    if not said.polite.issuperset(words):
        return None
    by_word = ((Courtesy.THANKS, said.thanks), (Courtesy.GOODBYE, said.goodbye), (Courtesy.AGREED, said.agreed))
    return next((courtesy for courtesy, of_it in by_word if not of_it.isdisjoint(words)), None)


def wishes_well(text: str, words: Phrase, vocabulary: Vocabulary) -> bool:
    """Whether words do nothing but wish the shop or its people well: "sukses terus ya kopi demo", "semangat min".

    What they do not need for that may be the shop's name, but nothing that has a meaning for a shop.
    """
    if not words or "?" in text or len(words) > _LONGEST_WISH:
        return False
    said, others, at, is_wish = courtesy_words(), [], 0, False
    while at < len(words):
        length = phrase_at(words, at, said.wishing_well)
        is_wish = is_wish or length > 0
        others += [] if length else [words[at]]
        at += length or 1
    beside = [word for word in others if word not in said.polite and word not in said.around_wishes]
    if not is_wish or len(beside) > _MOST_NAMES or not said.unwell.isdisjoint(words):
        return False
    return vocabulary.meanings.isdisjoint(vocabulary.concepts_in(beside))


def thanks_for_news(text: str, words: Phrase) -> bool:
    """Whether words tell that something is well, and thank for it: "makasih kak, paketnya udah sampe"."""
    said = courtesy_words()
    is_good_news = not said.thanks.isdisjoint(words) and not said.well.isdisjoint(words)
    return is_good_news and "?" not in text and said.unwell.isdisjoint(words)


def assent_in(words: Phrase) -> Assent | None:
    """Return what a turn says if it only says yes or no."""
    said = courtesy_words()
    if not said.only_assents.issuperset(words):
        return None
    kinds = ((Assent.YES, said.assents), (Assent.NO, said.dissents))
    found = [assent for assent, of_it in kinds if not of_it.isdisjoint(words)]
    return found[-1] if found else None


def _greeting_at_start(words: Phrase) -> tuple[Greeting | None, int]:
    said = greeting_words()
    length = phrase_at(words, 0, said.phrases)
    if not length:
        return None, 0
    greeting = Greeting(said.by_phrase[words[:length]])
    is_time = greeting in _TIMES and length == 1 and words[1:2] and words[1] in said.makes_it_a_time
    return (None, 0) if is_time else (greeting, length)
