"""Tells who asks about an outlet: the nearest one, or where, when open and by which number one that they name is."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.conversation.lexicon import Lexicon
from crm.conversation.recognising_complaints import complaint_category
from crm.conversation.recognising_sentences import sentences_in
from crm.knowledge import Phrase, by_first_word, contains_phrase, read_phrases, read_words, words_of
from crm.outlets import Outlet, outlets_named_in
from crm.outlets.naming import OUTLET_WORDS, cities_named_in

_NEAREST = by_first_word(
    read_phrases("""
    terdekat terdeket paling-dekat paling-deket dekat-sini deket-sini dekat-saya dekat-rumah sekitar-sini sekitar-saya
    nearest closest nearby near-me near-here around-here close-to-me close-by
""")
)
_OPEN = read_words("buka tutup open close closes opens closing opening operasional hours bukanya tutupnya")
_WHERE = read_words("mana dimana alamat alamatnya lokasi lokasinya where address location located maps arah sebelah")
_NUMBER = read_words("telepon telpon telp nomor nomer phone number call telephone hubungi kontak")
_THERE_IS = read_words("ada is there have punya any")
_OF_ORDERS = read_words("pesanan order paket kiriman resi parcel package delivery ongkir")
_LONGEST = 14  # words; who writes more tells a story
_MOST_SENTENCES = 8
_LONGEST_WITHOUT_NOUN = 5  # words: "yang terdekat di mana kak"


@dataclass(frozen=True, slots=True)
class OutletQuestion:
    """What is asked of outlets. Without any named, the nearest is wanted. `rest` are the sentences that ask else."""

    outlets: tuple[Outlet, ...]
    rest: tuple[str, ...]

    @property
    def wants_nearest(self) -> bool:
        """Whether the customer's place is needed for an answer."""
        return not self.outlets


def outlet_question_in(texts: Sequence[str], outlets: Sequence[Outlet], lexicon: Lexicon) -> OutletQuestion | None:
    """Return what a turn asks of the business's outlets, or None if it asks nothing of them. Pure.

    A complaint that names an outlet asks nothing of it.
    """
    if not outlets:
        return None
    named: dict[str, Outlet] = {}
    wants_nearest, rest = False, []
    for text in texts:
        for sentence in (text,) if text.startswith("/") else sentences_in(text, _MOST_SENTENCES):
            asked = None if sentence.startswith("/") else _asked_of(sentence, outlets, lexicon)
            if asked is None:
                rest.append(sentence)
            else:
                named |= {outlet.slug: outlet for outlet in asked}
                wants_nearest = wants_nearest or not asked
    if not named and not wants_nearest:
        return None
    return OutletQuestion(tuple(named.values()), tuple(rest))


def _asked_of(sentence: str, outlets: Sequence[Outlet], lexicon: Lexicon) -> tuple[Outlet, ...] | None:
    """Return the outlets that a sentence asks about: none of them for the nearest. None: it asks something else."""
    words = words_of(sentence)
    if (
        not words
        or len(words) > _LONGEST
        or not _OF_ORDERS.isdisjoint(words)
        or complaint_category(sentence, words, lexicon) is not None
    ):
        return None
    has_noun = not OUTLET_WORDS.isdisjoint(sentence.casefold().split()) or not OUTLET_WORDS.isdisjoint(words)
    named = _named(sentence, words, outlets, has_noun=has_noun)
    if named:
        return named
    if contains_phrase(words, _NEAREST) and (has_noun or _is_only_where(words)):
        return cities_named_in(sentence, outlets)
    return None


def _named(sentence: str, words: Phrase, outlets: Sequence[Outlet], *, has_noun: bool) -> tuple[Outlet, ...]:
    asks_when = not _OPEN.isdisjoint(words)
    asks_where = not _WHERE.isdisjoint(words) or not _NUMBER.isdisjoint(words)
    if asks_when or asks_where or (has_noun and not _THERE_IS.isdisjoint(words)):
        named = outlets_named_in(sentence, outlets)
        if named:
            return named
    return cities_named_in(sentence, outlets) if asks_when or (has_noun and not _THERE_IS.isdisjoint(words)) else ()


def _is_only_where(words: Phrase) -> bool:
    return len(words) <= _LONGEST_WITHOUT_NOUN and not _WHERE.isdisjoint(words)
