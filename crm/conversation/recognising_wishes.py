"""Tells whether the customer wants a person instead of the bot, whom they are talking to, or takes
a complaint back."""

from collections.abc import Collection

from crm.cases import case_number_in
from crm.conversation.lexicon import telling_words
from crm.knowledge import Phrase, Vocabulary, by_first_word, contains_phrase, read_phrases, read_words

_REACHING = frozenset({"talk", "contact", "connect"})
_ONLY_ASKING_FOR = frozenset({"talk", "contact", "connect", "person", "helpdesk", "live", "real", "asli", "langsung"})
_NAMED_DIRECTLY = frozenset({"admin", "cs", "operator", "manusia", "petugas"})
_CALLING = frozenset({"panggil", "panggilkan", "mana", "sambungkan", "bicara", "ngomong", "chat", "hubungkan"})

# Who takes a complaint back says one of the first and one of the second near each other, and does not ask how.
_TAKING_BACK = read_words(
    "batalkan dibatalkan batalin dibatalin cabut dicabut mencabut tarik ditarik menarik cancel withdraw retract drop"
)
_COMPLAINTS = read_words("keluhan komplain aduan laporan complaint complaints report")
_ASKS_HOW = read_words("bagaimana cara how")
_FURTHEST = 2  # words apart

_WHO_ARE_YOU = by_first_word(
    read_phrases("""
    are-you-a-bot are-you-a-robot are-you-a-human are-you-human are-you-real are-you-a-person are-you-a-real-person
    are-you-ai is-this-a-bot is-this-a-robot is-this-a-person is-this-ai am-i-talking-to am-i-chatting-with
    talking-to-a-bot talking-to-a-robot who-are-you what-are-you who-is-this whats-your-name what-is-your-name
    what-can-you-do what-do-you-do kamu-bot kamu-robot anda-bot anda-robot ini-bot ini-robot ini-ai bot-bukan
    robot-bukan bot-atau robot-atau orang-atau-bot
    apa-bot apa-robot cs-beneran admin-beneran beneran-orang orang-beneran
    manusia-atau orang-apa-bot siapa-nama siapa-namamu siapa-namanya
    nama-kamu-siapa namamu-siapa namanya-siapa dengan-siapa ini-siapa kamu-siapa anda-siapa siapa-kamu siapa-ini
    siapa-kah-ini kamu-bisa-apa kamu-bisa-bantu-apa bisa-bantu-apa bisa-apa-saja kamu-manusia kamu-orang
""")
)


def asks_who_answers(words: Phrase) -> bool:
    """Whether these words ask whom or what one is talking to, or what it can do: "are you a bot", "ini siapa"."""
    return contains_phrase(words, _WHO_ARE_YOU)


def wants_person(words: Phrase, vocabulary: Vocabulary) -> bool:
    """Whether these words, as the normaliser leaves them, ask for a human: "mau bicara dengan orang", "agent"."""
    if not _CALLING.isdisjoint(words) and not _NAMED_DIRECTLY.isdisjoint(telling_words(words)):
        return True
    return _reaches_for_a_person(vocabulary.concepts_in(words))


def withdraws_complaint(text: str, words: Phrase) -> bool:
    """Whether these words ask to take a complaint back: "batalkan keluhan saya", "please withdraw K-1042"."""
    if _TAKING_BACK.isdisjoint(words) or not _ASKS_HOW.isdisjoint(words):
        return False
    if case_number_in(text) is not None:
        return True
    telling = telling_words(words)
    taken_back = [at for at, word in enumerate(telling) if word in _TAKING_BACK]
    complaints = [at for at, word in enumerate(telling) if word in _COMPLAINTS]
    return any(-_FURTHEST <= complaint - at <= _FURTHEST for at in taken_back for complaint in complaints)


def _reaches_for_a_person(concepts: Collection[str]) -> bool:
    if "person" in concepts:
        return not _REACHING.isdisjoint(concepts) or _ONLY_ASKING_FOR.issuperset(concepts)
    if not concepts or not _ONLY_ASKING_FOR.issuperset(concepts):
        return False
    return "connect" in concepts or concepts == {"helpdesk"} or {"talk", "helpdesk"} <= set(concepts)
