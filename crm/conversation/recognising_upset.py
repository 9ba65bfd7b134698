"""Tells whose patience is at an end: by their words, by capitals and by signs. Swearing alone is no anger."""

import re

from crm.conversation.lexicon import Lexicon
from crm.conversation.recognising_complaint_words import NEGATIONS
from crm.knowledge import Phrase, phrase_at

_FEWEST_LETTERS = 12
_FEWEST_WORDS = 3
_SHARE_OF_CAPITALS = 0.7
_SHOUTS = re.compile(r"[!?]{3,}|[😡🤬😤💢]")


def speaks_upset(words: Phrase, lexicon: Lexicon) -> bool:
    """Whether words, as the normaliser leaves them, say that somebody's patience is at an end."""
    return any(
        phrase_at(words, at, lexicon.upset) and (at == 0 or words[at - 1] not in NEGATIONS) for at in range(len(words))
    )


def shouts(text: str) -> bool:
    """Whether a text is in capitals or full of marks. It says little by itself: some always write so."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    in_capitals = capitals >= _SHARE_OF_CAPITALS * len(letters) and len(letters) >= _FEWEST_LETTERS
    return (in_capitals and len(text.split()) >= _FEWEST_WORDS) or _SHOUTS.search(text) is not None
