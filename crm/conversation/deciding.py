"""Deciding: all that the customer has said since the last answer is answered once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from crm.conversation.acknowledging import acknowledge, greet_back
from crm.conversation.adding import tell_news
from crm.conversation.answering_orders import answer_orders
from crm.conversation.answering_outlets import answer_outlets, answer_places
from crm.conversation.asking_consent import ask_at_a_good_moment
from crm.conversation.commands import answer_command, command_in, parse_command
from crm.conversation.complaining import take_complaint
from crm.conversation.consenting import answer_wish
from crm.conversation.correcting import take_correction
from crm.conversation.flow_table import FLOWS
from crm.conversation.flows import go_on, let_go, open_question, take_answer
from crm.conversation.following_up import answer_of_case
from crm.conversation.handing_over import hand_over, notify, say_waiting
from crm.conversation.hiding import is_only_secret, warn_of_secret
from crm.conversation.identifying import take_contact
from crm.conversation.listening import listen
from crm.conversation.meanings import Meaning, keep, unclear
from crm.conversation.media import answer_media, is_own_contact
from crm.conversation.models import MeaningKind
from crm.conversation.papers import answer_paper
from crm.conversation.proving import deny
from crm.conversation.recognising import Likeness
from crm.conversation.recognising_small_talk import small_talk_in
from crm.conversation.remarking import answer_remarks
from crm.conversation.remembering_facts import remember_facts
from crm.conversation.remembering_language import has_words, remember_language
from crm.conversation.replying import Reply, language_for
from crm.conversation.snapshot import Snapshot
from crm.conversation.soothing import bring_person_sooner
from crm.conversation.speaking_for import own_words, take_for_another
from crm.conversation.taking_serious import take_serious
from crm.conversation.understanding import MOST_QUESTIONS, Understanding
from crm.conversation.welcoming import tell_news_first
from crm.history import Line, Talk, record_note
from crm.kernel.errors import is_unavailable, is_worth_another_run
from crm.kernel.jobs import RunAgainError
from crm.kernel.session import Session
from crm.knowledge import ArticleKind, words_of

APOLOGISE_AGAIN_AFTER = timedelta(minutes=10)
TELL_AGAIN_AFTER = timedelta(minutes=10)
GUESSES_SHOWN = 2
VERBATIM = 100.0  # the match score of a question that the owner wrote themselves


log = structlog.get_logger(__name__)


def decide(
    session: Session, talk: Talk, lines: Sequence[Line], understood: Understanding, snapshot: Snapshot, now: datetime
) -> None:
    """Answer `lines`, the undecided words of one turn, and move the mark past them.

    If deciding raises, all is undone and run again: then the words stay, a note marks them, the staff are told and the
    customer gets one honest answer. Raises RunAgainError for that.
    """
    language = language_for(talk, understood.language, snapshot, has_words=has_words(lines))
    reply = Reply(session, talk, snapshot, language, now)
    reply.changes.update(decided_through=lines[-1].id, decide_at=None)
    try:
        if session.failure is None and reply.is_silent:
            listen(reply, lines, understood)
        elif session.failure is None:
            _answer(reply, lines, understood)
            answer_places(reply, lines, understood)
            warn_of_secret(reply, understood)
            remember_facts(reply, lines)
            ask_at_a_good_moment(reply, lines, understood)
        else:
            _apologise(reply, lines, session.failure)
        reply.queue(f"turn:{lines[-1].id}")
    except Exception as error:
        if is_unavailable(error) or is_worth_another_run(error):
            raise
        raise RunAgainError(error) from error


def _answer(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    remember_language(reply, lines, understood)
    command = command_in(lines)
    if command is not None:
        answer_command(reply, command, lines)
        words = [line for line in lines if parse_command(line.text) is None]
        if not words or understood.is_only_greeting:
            tell_news_first(reply, lines)
            return
        lines = words
    if understood.serious is not None:
        take_serious(reply, understood.serious, lines)
        keep(reply, lines[-1].id, understood)
        return
    question = open_question(reply)
    if reply.talk.asked is not None and "asked" not in reply.changes:
        let_go(reply)
    if deny(reply, words_of("\n".join(line.text for line in own_words(lines))), question):
        keep(reply, lines[-1].id, understood, Meaning(MeaningKind.ANSWER))
        return
    contact = next((line for line in lines if is_own_contact(line)), None)
    if contact is not None:
        take_contact(reply, contact, question)
        question, lines = None, [line for line in lines if line is not contact]
        if not lines:
            return
    if take_for_another(reply, lines, understood):
        return
    flow = None if question is None else FLOWS.get(question.flow)
    if question is not None and flow is not None and take_answer(reply, flow, question, lines, understood):
        keep(reply, lines[-1].id, understood, Meaning(MeaningKind.ANSWER))
        return
    spoke = _answer_aside(reply, lines, understood) or contact is not None
    spoke = spoke or _answer_words(reply, lines, understood) or command is not None
    spoke = answer_media(reply, lines, understood) or spoke
    asks_again = question is not None and flow is not None and _may_go_on(reply) and go_on(reply, flow, question)
    if not (spoke or asks_again or is_only_secret(reply, understood)):
        _not_understood(reply, lines, understood)
    tell_news_first(reply, lines)


def _answer_aside(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Answer a paper that was sent, or small talk."""
    if answer_paper(reply, lines, understood):
        keep(reply, lines[-1].id, understood)
        return True
    if _talk_small(reply, lines, understood):
        keep(reply, lines[-1].id, understood, Meaning(MeaningKind.SMALL_TALK))
        return True
    return False


def _talk_small(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Answer small talk as one would, in a sentence, unless the owner wrote an article on it."""
    if understood.complaint or any(question.score >= VERBATIM for question in understood.questions):
        return False
    kind = small_talk_in(words_of("\n".join(line.text for line in lines)))
    if kind is None or reply.talk.holder == "waiting":
        return False
    reply.say("small_talk_reply", kind=kind)
    return True


def _may_go_on(reply: Reply) -> bool:
    """Whether an interrupted question may be asked again: not where something else is asked now, or a person comes."""
    return reply.changes.get("asked") is None and "holder" not in reply.changes and not reply.buttons


def _answer_words(reply: Reply, lines: Sequence[Line], understood: Understanding) -> bool:
    """Say everything that the words ask for, in the order in which a person would."""
    if acknowledge(reply, lines, understood):
        keep(reply, lines[-1].id, understood)
        return True
    corrected = take_correction(reply, lines, understood)
    if corrected is None:
        keep(reply, lines[-1].id, understood)
        return True
    understood = corrected
    if understood.consent_wish is not None:
        answer_wish(reply, understood.consent_wish, lines)
    repeats = about_case = answer_of_case(reply, understood, lines)
    if not about_case:
        understood = _without_a_case(understood)
        if understood.complaint is not None:
            repeats = take_complaint(reply, understood.complaint, lines) is Likeness.HIGH
        understood = answer_orders(reply, understood, lines)
    repeats = repeats and not understood.withdraws
    keep(reply, lines[-1].id, understood, *([Meaning(MeaningKind.REPEATED)] if repeats else ()))
    if understood.asks_who_answers:
        reply.say("who_answers")
    if understood.questions:
        answers = tuple(question.article.answer_in(reply.language) for question in understood.questions)
        reply.say("article_answer", answers=answers)
    if understood.outlet_question is not None:
        answer_outlets(reply, understood.outlet_question, lines)
    answer_places(reply, lines, understood)
    answer_remarks(reply, understood, lines)
    if understood.remarks:
        _offer_guesses(reply, understood)
    if understood.wants_person:
        _to_a_person(reply, lines, "asked")
    elif any(question.article.kind is ArticleKind.HANDOFF for question in understood.questions):
        _to_a_person(reply, lines, "article")
    else:
        bring_person_sooner(reply, understood, lines, repeats=repeats)
    spoke = bool(reply.parts) or _say_what_is_missing(reply, understood)
    greet_back(reply, understood)
    return spoke


def _without_a_case(understood: Understanding) -> Understanding:
    """Return what a question about an earlier complaint means to who has none."""
    if understood.follow_up is None:
        return understood
    instead = understood.follow_up.instead
    return replace(
        understood,
        complaint=understood.complaint or instead.complaint,
        questions=(*understood.questions, *instead.questions)[:MOST_QUESTIONS],
    )


def _say_what_is_missing(reply: Reply, understood: Understanding) -> bool:
    """Answer who asks after a complaint that is not there, or says that a question comes."""
    if understood.follow_up is not None and reply.talk.holder != "waiting":
        reply.say("status_none")
        reply.offer("person", "human")
    elif understood.is_lead_in:
        reply.say("go_ahead")
    return bool(reply.parts)


def _to_a_person(reply: Reply, lines: Sequence[Line], reason: str) -> None:
    hand_over(reply, reason=reason, key=f"handoff:{lines[-1].id}", last_words=lines[-1].text)


def _not_understood(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    """Guess, and offer a person. The second time in a row, or with nothing to guess from, a person is brought in."""
    keep(reply, lines[-1].id, understood, unclear(understood))
    if reply.talk.holder == "waiting":
        _pass_on(reply, lines, understood)
        return
    if (reply.talk.asked or {}).get("not_understood") or not reply.snapshot.matcher.articles:
        _to_a_person(reply, lines, "not_understood")
        return
    reply.ask({"not_understood": lines[-1].id})
    reply.say("not_understood" if understood.guesses else "not_understood_plain")
    _offer_guesses(reply, understood)
    reply.offer("person", "human")


def _pass_on(reply: Reply, lines: Sequence[Line], understood: Understanding) -> None:
    """Pass more words of somebody who waits for a person on to the staff, and guess meanwhile.

    The customer hears that it was passed on, shorter each further time: silence would look like a loss. Signs without
    words ("???", an emoji) say nothing that the staff do not know, and are answered once in a while.
    """
    words = "\n".join(line.text for line in lines if line.text)
    told_at = _told_lately_at(reply)
    if words_of(words):
        tell_news(reply, None, "added", key=str(lines[-1].id), words=words)
        reply.say("passed_on", again=told_at is not None, has_guesses=bool(understood.guesses))
        _offer_guesses(reply, understood)
    elif told_at is None:
        say_waiting(reply)
    reply.ask({"passed_on": (told_at or reply.now).isoformat()})


def _told_lately_at(reply: Reply) -> datetime | None:
    """Return when the customer was told that their words are passed on, if that was lately and nothing came between."""
    told_at = (reply.talk.asked or {}).get("passed_on")
    if told_at is None or reply.now - datetime.fromisoformat(told_at) >= TELL_AGAIN_AFTER:
        return None
    return datetime.fromisoformat(told_at)


def _offer_guesses(reply: Reply, understood: Understanding) -> None:
    """Offer the likeliest articles. That a person comes is a button of its own."""
    guessed = [
        guess.article for guess in understood.guesses if guess.article.title_in(reply.language) != _person(reply)
    ]
    for article in guessed[:GUESSES_SHOWN]:
        reply.offer_labelled(article.title_in(reply.language), "article", article.slug)


def _person(reply: Reply) -> str:
    return reply.snapshot.wording.button(reply.language, "person")


def _apologise(reply: Reply, lines: Sequence[Line], error: Exception) -> None:
    talk, now, last = reply.talk, reply.now, lines[-1]
    log.error("turn_failed", conversation=talk.conversation_id, interaction=last.id, exc_info=error)
    short = f"{type(error).__name__}"
    record_note(reply.session, talk, f"failed:{last.id}", f"Deciding failed: {short}", now)
    notify(reply, "staff_turn_failed", f"failed:{last.id}", last_words=last.text, error=short)
    if talk.apologised_at is None or now - talk.apologised_at >= APOLOGISE_AGAIN_AFTER:
        reply.say("something_broke")
        reply.changes["apologised_at"] = now
