"""What the customer said in one turn, as far as it can be told from the words alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.cases import case_number_in
from crm.conversation.greetings import (
    Assent,
    Courtesy,
    Greeting,
    assent_in,
    courtesy_in,
    take_greeting,
    thanks_for_news,
    waves,
    wishes_well,
)
from crm.conversation.lexicon import Lexicon, shipped_lexicon
from crm.conversation.reading import Answerable, Reading, is_very_sure, match
from crm.conversation.reading_remarks import take_remarks
from crm.conversation.recognising_complaint_words import ComplaintCategory
from crm.conversation.recognising_complaints import Complaint, complaint_category, foremost
from crm.conversation.recognising_consent import ConsentWish, consent_wish
from crm.conversation.recognising_corrections import with_corrections
from crm.conversation.recognising_follow_ups import asks_for_progress
from crm.conversation.recognising_language import language_of
from crm.conversation.recognising_lead_ins import LEAD_INS, leads_in
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.recognising_outlets import OutletQuestion
from crm.conversation.recognising_remarks import Remark, RemarkKind, announces, remark_in
from crm.conversation.recognising_sentences import clauses_in, sentences_in
from crm.conversation.recognising_serious import SeriousKind, likely_in, signs_in
from crm.conversation.recognising_things import says_what_it_is
from crm.conversation.recognising_thoughts import one_thought
from crm.conversation.recognising_upset import shouts, speaks_upset
from crm.conversation.recognising_wishes import asks_who_answers, wants_person, withdraws_complaint
from crm.kernel.language import Language
from crm.kernel.masking import HIDDEN, masked, without_hidden
from crm.knowledge import Match, Matcher, Phrase, words_of

__all__ = [
    "Answerable",
    "Assent",
    "Complaint",
    "ComplaintCategory",
    "ConsentWish",
    "Courtesy",
    "FollowUp",
    "Greeting",
    "Remark",
    "RemarkKind",
    "Understanding",
    "understand",
]

MOST_QUESTIONS = 3
_MOST_SENTENCES = 8  # what follows is taken as one
_MOST_CLAUSES = 4
_LONGEST_TURN = 16_384  # characters; four of Telegram's longest messages
_LONGEST_FRAGMENT = 2  # words
_LONGEST_LEAD_IN = 4  # words
_OTHER_CHANNELS = frozenset({"email", "mail", "newsletter", "newsletters"})  # what stops here may go on there
_COMMAND = re.compile(r"^/\w+(@\w+)?", re.MULTILINE)
_NOT_THEIR_WORDS = re.compile(r"^/start\b.*|^/\w+(@\w+)?", re.MULTILINE)
_ANNOUNCES_A_COMPLAINT = frozenset({"complaint", "report"})
_WEAKEST = (None, ComplaintCategory.OTHER)  # a question is a better reading


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question how an earlier complaint stands. `instead` is what the words mean if there is no such complaint."""

    words: str
    order_number: str | None
    instead: "Understanding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that was understood of one turn.

    `questions` are sure and all different; `guesses` are only filled when nothing else was understood. A fragment is
    very short and nothing sure: more may be coming. A lead-in only says that a question comes; `says_what_it_is` stands
    for words about something sent ("ini struknya"). Which customer's complaint a follow-up or a number means is not
    known here; an order is named where nothing is sure, or where a complaint is taken back. `hides_secret`: a card's
    number, a code or a password stood in the words; nothing here holds it. What is asked of the business's outlets is
    known to the snapshot alone, which has them. What is `serious` comes before everything else.
    """

    language: Language | None = None
    greeting: Greeting | None = None
    is_only_greeting: bool = False
    courtesy: Courtesy | None = None
    assent: Assent | None = None
    asks_who_answers: bool = False
    wants_person: bool = False
    follow_up: FollowUp | None = None
    case_number: str | None = None
    order_number: str | None = None
    complaint: Complaint | None = None
    questions: tuple[Answerable, ...] = ()
    guesses: tuple[Match, ...] = ()
    is_fragment: bool = False
    is_lead_in: bool = False
    is_empty: bool = False
    says_what_it_is: bool = False
    withdraws: bool = False
    hides_secret: bool = False
    remarks: tuple[Remark, ...] = ()
    is_upset: bool = False
    serious: SeriousKind | None = None
    consent_wish: ConsentWish | None = None
    outlet_question: OutletQuestion | None = None


def understand(texts: Sequence[str], matcher: Matcher, lexicon: Lexicon | None = None) -> Understanding:
    """Understand one turn: all messages the customer sent since the last answer, oldest first. Pure; never raises.

    Without a lexicon the words are those that Ingat brings with it.
    """
    shown = [masked(text) for text in texts]
    understood = _understand_shown([without_hidden(text) for text in shown], matcher, lexicon or shipped_lexicon())
    if shown == list(texts) and HIDDEN not in texts:
        return understood
    said = "\n".join(shown)[:_LONGEST_TURN]
    language = understood.language or _language_spoken(said, words_of(said))
    return replace(understood, hides_secret=True, is_empty=False, language=language)


def _understand_shown(texts: Sequence[str], matcher: Matcher, lexicon: Lexicon) -> Understanding:
    texts = one_thought(with_corrections(texts))
    everything = "\n".join(texts)[:_LONGEST_TURN].strip()
    if not everything:
        return Understanding(is_empty=True)
    whole = "\n".join(text for text in texts if not _COMMAND.match(text))[:_LONGEST_TURN].strip()
    words = words_of(whole)
    language = _language_spoken(everything, words)
    courtesy = _courtesy(whole, words, lexicon)
    if courtesy is not None or not whole:
        return Understanding(language=language, courtesy=courtesy)
    greeting, said = _greeting_and_rest(whole)
    reading = Reading(matcher, lexicon)
    for sentence, sentence_words in said:
        if not leads_in(sentence_words):
            _read(sentence, sentence_words, reading)
    follow_up = _follow_up(reading)
    if len(said) > 1 and not (reading.is_sure or reading.says_what_it_is or follow_up):
        match(" ".join(sentence for sentence, _ in said), reading)
    meant = [word for _, sentence_words in said for word in sentence_words]
    is_open = not (reading.is_sure or follow_up)
    is_lead_in = is_open and len(meant) <= _LONGEST_LEAD_IN and not LEAD_INS.isdisjoint(meant)
    return Understanding(
        language=language,
        greeting=greeting,
        is_only_greeting=greeting is not None and not meant,
        assent=assent_in(words),
        asks_who_answers=reading.asks_who_answers,
        wants_person=reading.wants_person,
        follow_up=follow_up,
        case_number=case_number_in(whole),
        order_number=order_number_in(whole) if is_open or reading.withdraws else None,
        complaint=_complaint(reading, whole),
        questions=tuple(reading.questions.values())[:MOST_QUESTIONS],
        guesses=reading.guesses if is_open or reading.wishes else (),
        is_fragment=_is_fragment(whole, meant, reading) if not is_open else is_lead_in or _is_short(meant, greeting),
        is_lead_in=is_lead_in,
        says_what_it_is=reading.says_what_it_is,
        withdraws=reading.withdraws,
        remarks=tuple(reading.remarks),
        is_upset=_is_upset(whole, words, reading),
        serious=signs_in(said) or (None if reading.is_plain else likely_in(said)),
        consent_wish=reading.consent_wish,
    )


def _is_short(meant: Sequence[str], greeting: Greeting | None) -> bool:
    return (bool(meant) or greeting is None) and len(meant) <= _LONGEST_FRAGMENT


def _is_fragment(whole: str, meant: Sequence[str], reading: Reading) -> bool:
    """Whether a turn that finds an answer is one word, to which more may be coming: "alamat", but not "alamat?"."""
    return len(meant) == 1 and "?" not in whole and reading.is_only_asking


def _courtesy(whole: str, words: Phrase, lexicon: Lexicon) -> Courtesy | None:
    """Return what a turn says that asks for nothing; thanks for what went well and good wishes, unless it is praise."""
    courtesy = courtesy_in(whole, words)
    if courtesy is None and wishes_well(whole, words, lexicon.vocabulary):
        return Courtesy.WISHED_WELL
    if courtesy is None and thanks_for_news(whole, words) and complaint_category(whole, words, lexicon) is None:
        clauses = clauses_in(whole, _MOST_CLAUSES) or [whole]
        praised = any(remark_in(clause, words_of(clause), lexicon) for clause in clauses)
        return None if praised else Courtesy.THANKS
    return courtesy


def _is_upset(whole: str, words: Phrase, reading: Reading) -> bool:
    """Whether a turn shows that patience is at an end. Capitals do only with a complaint: some always write so."""
    if any(remark.kind is RemarkKind.PRAISE for remark in reading.remarks) and not reading.categories:
        return False
    if speaks_upset(words, reading.lexicon):
        return True
    return bool(reading.categories or reading.follow_ups) and shouts(whole)


def _language_spoken(whole: str, words: Sequence[str]) -> Language | None:
    """Return the customer's language. A command is the bot's own word: whoever chooses /help does not speak English.

    What follows /start is a link's: a random one may hold any word.
    """
    return language_of(words_of(_NOT_THEIR_WORDS.sub("", whole)) if "/" in whole else words)


def _greeting_and_rest(whole: str) -> tuple[Greeting | None, list[tuple[str, Phrase]]]:
    """Return the first greeting and the sentences with words in them beyond greetings."""
    first: Greeting | None = None
    said: list[tuple[str, Phrase]] = []
    for sentence in sentences_in(whole, _MOST_SENTENCES):
        greeting, rest = take_greeting(words_of(sentence))
        first = first or greeting
        if rest:
            said.append((sentence, rest))
    if first is None and not said and waves(whole):
        first = Greeting.HALO
    return first, said


def _read(sentence: str, words: Phrase, reading: Reading) -> None:
    """Take what one sentence says: a wish, a question about an earlier complaint, a complaint, or a question."""
    wish = consent_wish(sentence, words)
    if wish is not None:
        reading.consent_wish = reading.consent_wish or wish
        if _OTHER_CHANNELS.isdisjoint(words):
            return
    if asks_who_answers(words):
        reading.asks_who_answers = True
        return
    if wants_person(words, reading.lexicon.vocabulary):
        reading.wants_person = True
        return
    category = complaint_category(sentence, words, reading.lexicon) or _told_before_a_question(sentence, reading)
    if category in _WEAKEST and withdraws_complaint(sentence, words):
        reading.withdraws = True
        return
    is_told = category not in _WEAKEST and order_number_in(sentence) is not None
    if not is_told and asks_for_progress(words, category, reading.lexicon):
        reading.follow_ups.append(sentence)
        return
    if category is None and says_what_it_is(sentence, words):
        reading.says_what_it_is = True
        return
    clauses = clauses_in(sentence, _MOST_CLAUSES)
    if take_remarks(sentence, clauses or [sentence], category not in _WEAKEST, reading):
        return
    clauses = [clause for clause in clauses if not announces(words_of(clause), reading.lexicon)]
    if category in _WEAKEST and (_match_each(clauses, sentence, reading) or match(sentence, reading)):
        return
    for clause in clauses:
        clause_words = words_of(clause)
        if clause_words and complaint_category(clause, clause_words, reading.lexicon) is None:
            _match_beside(category, clause, reading)
    if category is not None:
        reading.categories.append(category)
    reading.told.append(sentence)


def _told_before_a_question(sentence: str, reading: Reading) -> ComplaintCategory | None:
    """Return what is told first where a question follows: "tumblernya bocor, bisa tukar?"."""
    first, *others = clauses_in(sentence, _MOST_CLAUSES) or [sentence]
    return complaint_category(first, words_of(first), reading.lexicon) if others else None


def _match_each(clauses: Sequence[str], sentence: str, reading: Reading) -> bool:
    """Add what the clauses ask for, where each surely asks for one: "how do I pay and what are your opening hours"."""
    if not clauses or is_very_sure(reading.matcher.match(sentence)):
        return False
    found = {clause: reading.matcher.match(clause) for clause in clauses}
    if not all(map(is_very_sure, found.values())):
        return False
    if len({matches[0].article.slug for matches in found.values()}) == 1:
        return False
    for clause in found:
        match(clause, reading)
    return True


def _match_beside(category: ComplaintCategory | None, clause: str, reading: Reading) -> None:
    """Add what a clause asks for. Beside a complaint it is mostly a part of it, so only what surely asks for more.

    "Mau komplain" before one asks for nothing, and neither does a word by itself.
    """
    if category is None:
        match(clause, reading)
        return
    meant = reading.lexicon.vocabulary.concepts_in(words_of(clause))
    if (
        len(words_of(clause)) > 1
        and not meant <= _ANNOUNCES_A_COMPLAINT
        and is_very_sure(reading.matcher.match(clause))
    ):
        match(clause, reading)


def _complaint(reading: Reading, whole: str) -> Complaint | None:
    if not reading.categories:
        return None
    return Complaint(foremost(reading.categories), order_number_in(whole), " ".join(reading.told))


def _follow_up(reading: Reading) -> FollowUp | None:
    """Return the question about an earlier complaint, and what its words mean to who has none."""
    if not reading.follow_ups:
        return None
    words = " ".join(reading.follow_ups)
    instead = Reading(reading.matcher, reading.lexicon)
    for sentence in reading.follow_ups:
        category = complaint_category(sentence, words_of(sentence), reading.lexicon)
        if not match(sentence, instead) and category is not None:
            instead.categories.append(category)
            instead.told.append(sentence)
    meant = Understanding(complaint=_complaint(instead, words), questions=tuple(instead.questions.values()))
    return FollowUp(words, order_number_in(words), meant)
