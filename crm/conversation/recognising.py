"""Is this the complaint we already know? A score from the words, the category, the order and the time between."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from crm.cases import case_number_in
from crm.conversation.lexicon import Lexicon, shipped_lexicon, telling_words
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_complaints import Complaint, complaint_category, foremost, signals_in
from crm.conversation.recognising_follow_ups import asks_for_progress
from crm.conversation.recognising_orders import names_order, order_number_in, without_order_numbers
from crm.kernel.stemming import stem
from crm.knowledge import Phrase, contains_phrase, read_words, words_of

SURE_FROM = 60.0  # the new words are attached, and the customer is told
UNSURE_FROM = 40.0  # the customer is asked

ALWAYS_ASKED = frozenset(
    {ComplaintCategory.HEALTH, ComplaintCategory.REFUND, ComplaintCategory.PAYMENT, ComplaintCategory.STAFF}
)
"""In matters of health, of money and of staff nothing is attached unasked."""

_SAME_ORDER = 60.0
_SAME_CATEGORY = 20.0
_OTHER_CATEGORY = -30.0  # the same order may come late and then broken
_FOLLOWS_UP = 30.0
_SAME_DAMAGE, _SAME_DAMAGE_ELSEWHERE = 20.0, 10.0
_MANY = 0.5  # of the things: with fewer the same may be wrong with another
_MOST_FOR_THINGS = 30.0
_OTHER_THINGS = -10.0
_MOST_FOR_ANOTHER_ORDER = 10.0
_MOST_UNSURE = 55.0  # weeks later without its order, or "another one": what went wrong once goes wrong again
_WEEKS = 10 * 24.0  # hours
_FRESHNESS = ((1.0, 25.0), (24.0, 15.0), (72.0, 10.0), (14 * 24.0, 5.0), (60 * 24.0, -5.0))  # hours at most, points
_STALE = -40.0

# Words that may stand in any complaint: sharing them says nothing of which one it is.
_IN_ANY: Final = frozenset(
    stem(word)
    for word in read_words("""
        order buy product parcel ship arrive receive late wait when track problem mistake complaint report change other
        person person talk contact helpdesk add use create return reply answer update news yet still same open send sent
        kirim sampai datang terima semua parah habis isi masih jadi cek foto lapor beli pesan nomor hari minggu bulan
        jam today yesterday week month day time again never come came here nothing all bad arrive deliver replace
        ganti tukar dibalas kabar gimana tolong min mohon kecewa banget juga waktu saat pas baru dateng sampe lanjut
    """)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownComplaint:
    """An open complaint of this customer, as far as it can be compared."""

    category: ComplaintCategory
    words: str
    order_number: str | None = None
    case_number: str | None = None


class Likeness(Enum):
    """What a score of score_same_complaint means."""

    HIGH = "high"  # the same: attach it
    MIDDLE = "middle"  # perhaps: ask
    LOW = "low"  # another matter


def recognise(
    new: Complaint | str, known: KnownComplaint, hours_since: float, lexicon: Lexicon | None = None
) -> tuple[Likeness, float]:
    """Return how surely new words are about the known complaint, and the score.

    In matters of health, of money and of staff nothing is HIGH: the customer is asked, also where it is sure.
    """
    lexicon = lexicon or shipped_lexicon()
    score = score_same_complaint(new, known, hours_since, lexicon)
    likeness = likeness_of(score)
    category = complaint_category(new, words_of(new), lexicon) if isinstance(new, str) else new.category
    if likeness is Likeness.HIGH and not ALWAYS_ASKED.isdisjoint({category, known.category}):
        likeness = Likeness.MIDDLE
    return likeness, score


def likeness_of(score: float) -> Likeness:
    """Return the band of a score of score_same_complaint."""
    if score >= SURE_FROM:
        return Likeness.HIGH
    return Likeness.MIDDLE if score >= UNSURE_FROM else Likeness.LOW


def score_same_complaint(
    new: Complaint | str, known: KnownComplaint, hours_since: float, lexicon: Lexicon | None = None
) -> float:
    """Return from 0 to 100 how likely the new words are about the known complaint.

    `hours_since` is the time since the known complaint last moved. Its case number settles the matter; so does the
    number of another order, the other way.
    """
    lexicon = lexicon or shipped_lexicon()
    text = new if isinstance(new, str) else new.words
    words = words_of(text)
    if known.case_number is not None and case_number_in(text) == known.case_number:
        return 100.0
    told = _category_told(text, words, lexicon) if isinstance(new, str) else new.category
    order_number = order_number_in(text) if isinstance(new, str) else new.order_number
    same_order = known.order_number is not None and (
        order_number == known.order_number or names_order(text, known.order_number)
    )
    score = (
        (_SAME_ORDER if same_order else 0.0)
        + _points_for_category(told, known.category)
        + _points_for_what_it_is(text, known.words, lexicon)
        + _points_for_time(hours_since)
        + (_FOLLOWS_UP if _points_back(words, told, lexicon) else 0.0)
    )
    if order_number is not None and known.order_number is not None and not same_order:
        score = min(score, _MOST_FOR_ANOTHER_ORDER)
    elif not same_order and (hours_since > _WEEKS or points_elsewhere(words, lexicon)):
        score = min(score, _MOST_UNSURE)
    return max(0.0, min(100.0, score))


def _category_told(text: str, words: Phrase, lexicon: Lexicon) -> ComplaintCategory | None:
    """Return what words complain about, also where they only describe it: "what about the broken one?"."""
    found = complaint_category(text, words, lexicon)
    if found is None and words:
        described = signals_in(telling_words(words), lexicon)
        return foremost(described) if described else None
    return found


def _points_back(words: Phrase, told: ComplaintCategory | None, lexicon: Lexicon) -> bool:
    return contains_phrase(words, lexicon.follow_ups.again) or asks_for_progress(words, told, lexicon)


def points_elsewhere(words: Phrase, lexicon: Lexicon) -> bool:
    """Whether words say themselves that they are about something else: "the other parcel", "beda lagi"."""
    return contains_phrase(telling_words(words), lexicon.follow_ups.another)


def _points_for_category(new: ComplaintCategory | None, known: ComplaintCategory) -> float:
    if new is None or ComplaintCategory.OTHER in {new, known}:
        return 0.0
    return _SAME_CATEGORY if new is known else _OTHER_CATEGORY


def _points_for_what_it_is(new: str, known: str, lexicon: Lexicon) -> float:
    """Points for the same things, and for the same that is wrong with them: "botol", "bocor"."""
    ours, theirs = _things_in(new, lexicon), _things_in(known, lexicon)
    shared = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else None
    if _damage_in(new, lexicon).isdisjoint(_damage_in(known, lexicon)):
        return _points_for_things(shared)
    is_likely_it = shared is None or shared >= _MANY
    return max(0.0, _points_for_things(shared)) + (_SAME_DAMAGE if is_likely_it else _SAME_DAMAGE_ELSEWHERE)


def _damage_in(text: str, lexicon: Lexicon) -> frozenset[str]:
    """What is wrong, in the words of the complaint: "apek", "bocor", "cracked"."""
    said = [word for word in telling_words(words_of(text)) if word in lexicon.complaining]
    return frozenset(stem(word) for word in said if not lexicon.vocabulary.says_nothing(word)) - _IN_ANY


def _points_for_things(shared: float | None) -> float:
    """Points for the share of the things spoken of that are the same, beside what went wrong; none are spoken of."""
    if shared is None:
        return 0.0
    return _MOST_FOR_THINGS * shared if shared else _OTHER_THINGS


def _things_in(text: str, lexicon: Lexicon) -> frozenset[str]:
    words = telling_words(words_of(without_order_numbers(text)))
    beside = [word for word in words if word not in lexicon.complaining]
    meant = lexicon.vocabulary.concepts_in(beside)
    return frozenset(map(stem, meant)) - _IN_ANY


def _points_for_time(hours_since: float) -> float:
    return next((points for most_hours, points in _FRESHNESS if hours_since <= most_hours), _STALE)
