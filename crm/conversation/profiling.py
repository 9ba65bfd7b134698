"""What the bot knows of the customer themselves, shown and corrected: name, address, language, birthday, phone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import bindparam, select, update

from crm.conversation.flows import Question, ask
from crm.conversation.hiding_people import masked_name, masked_number
from crm.conversation.proving import offer_yes_and_no
from crm.conversation.reading_dates import birthday_in
from crm.conversation.recognising_cancelling import says_skip
from crm.conversation.replying import Reply
from crm.conversation.understanding import Understanding
from crm.conversation.wording.formats import full_date
from crm.customers import Customer, customers_told, is_verified
from crm.customers.claiming import candidates, claim_merge, standing_claim, unconfirmed_merge
from crm.customers.finding import Known, phones_of, read_known
from crm.history import Line
from crm.kernel.business import AddressForm
from crm.kernel.models import table_of
from crm.knowledge import words_of

PROFILE: Final = "profile"
"""The flow of the questions that the profile asks."""
NAME, BIRTHDAY = "name", "birthday"  # its steps
LONGEST_NAME: Final = 60  # characters
MOST_NAMES: Final = 5  # words

CUSTOMERS = table_of(Customer)
_change = update(CUSTOMERS).where(CUSTOMERS.c.id == bindparam("customer"))
_birthday = select(CUSTOMERS.c.birthday).where(CUSTOMERS.c.id == bindparam("customer"))


def show_profile(reply: Reply) -> None:
    """Show what is known, with a button to correct each thing. A merge nobody has confirmed is asked about first."""
    session, talk = reply.session, reply.talk
    if ask_about_merge(reply):
        return
    phones, proved = phones_of(session, talk.customer_id), is_verified(session, talk.customer_id)
    known = _known(reply) if proved else None
    reply.say(
        "profile", full_name=talk.customer_name, language_name=reply.language.value,
        birthday=_written(reply, _known_birthday(reply)), phone=masked_number(phones[0]) if phones else None,
        card=masked_number(min(known.cards)) if known and known.cards else None, is_known=proved,
    )  # fmt: skip
    for name in ("name", "form", "language", "birthday", "phone"):
        reply.offer(f"profile_{name}", f"profile.{name}")
    claim = standing_claim(session, talk.customer_id)
    if claim is None:
        reply.offer("profile_card", "profile.card")
    else:
        reply.offer("not_me", "claim.no", str(claim.id))


def ask_about_merge(reply: Reply) -> bool:
    """Ask whether a merge that somebody else made is right: until the customer says so, nothing of it is told.

    Returns whether there is one to be asked about.
    """
    talk = reply.talk
    merge_id = unconfirmed_merge(reply.session, talk.customer_id)
    if merge_id is None:
        return False
    claim = claim_merge(
        reply.session, chat_id=talk.chat_id, customer_id=talk.customer_id, merge_id=merge_id, at=reply.now
    )
    (meant,) = candidates(reply.session, claim)
    reply.say("claim_merged_ask", known_name=masked_name(meant.name))
    offer_yes_and_no(reply, claim)
    return True


def _known_birthday(reply: Reply) -> date | None:
    """Return the birthday that the customer told, or one that the business knows, where that may be told."""
    told: date | None = reply.session.scalar(_birthday, {"customer": reply.talk.customer_id})
    if told is not None or not is_verified(reply.session, reply.talk.customer_id):
        return told
    known = _known(reply)
    return min(known.birthdays, default=None) if known else None


def _known(reply: Reply) -> Known | None:
    """Return what the business knows of the customer, as far as this chat may be told."""
    session, customer_id = reply.session, reply.talk.customer_id
    return read_known(session, customer_id, among=customers_told(session, customer_id))


def _written(reply: Reply, day: date | None) -> str | None:
    return None if day is None else full_date(reply.language, day)


def ask_name(reply: Reply) -> None:
    """Ask what the customer is called."""
    reply.say("profile_name_ask")
    reply.offer("skip", "profile.skip")
    ask(reply, PROFILE, NAME)


def ask_form(reply: Reply) -> None:
    """Ask how they like to be addressed."""
    reply.say("profile_form_ask")
    for form in AddressForm:
        reply.offer(f"form_{form.value}", "profile.set_form", form.value)


def ask_birthday(reply: Reply) -> None:
    """Ask for the birthday: what it is for, and that it may be skipped."""
    reply.say("birthday_ask")
    reply.offer("skip", "profile.skip")
    ask(reply, PROFILE, BIRTHDAY)


def ask_language(reply: Reply) -> None:
    """Ask which language to speak. The buttons are those of /language."""
    reply.say("language_ask")
    for language in reply.snapshot.business.languages:
        reply.offer(f"language_{language}", "language", language)


def set_form(reply: Reply, form: str) -> str | None:
    """Address the customer so from now on. Returns what to show for a moment where there is no such form."""
    if form not in set(AddressForm):
        return "old_button"
    _set(reply, address_form=form)
    reply.talk = replace(reply.talk, address_form=form)
    reply.say("profile_saved")
    return None


def take_profile_answer(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take the name or the birthday that was asked for. Words that say something else are left to the rest."""
    text = "\n".join(line.text for line in lines).strip()
    if says_skip(words_of(text)):
        reply.say("profile_skipped")
        return True
    return _TAKING[question.step](reply, text, understood)


def _take_name(reply: Reply, text: str, understood: Understanding) -> bool:
    name = " ".join(text.split())
    says_more = bool(understood.questions or understood.complaint or understood.wants_person or understood.courtesy)
    if says_more or not name or len(name) > LONGEST_NAME or len(name.split()) > MOST_NAMES or "?" in name:
        return False
    _set(reply, name=name)
    reply.talk = replace(reply.talk, customer_name=name)
    reply.say("profile_saved")
    return True


def _take_birthday(reply: Reply, text: str, understood: Understanding) -> bool:
    birthday = birthday_in(text, reply.now.astimezone(reply.snapshot.business.zone).date())
    if birthday is not None:
        _set(reply, birthday=birthday)
        reply.say("birthday_saved", birthday=_written(reply, birthday))
        return True
    if not any(letter.isdigit() for letter in text) or understood.questions or understood.complaint:
        return False
    reply.say("birthday_unclear")
    reply.offer("skip", "profile.skip")
    ask(reply, PROFILE, BIRTHDAY)
    return True


_TAKING: Final[Mapping[str, Callable[[Reply, str, Understanding], bool]]] = MappingProxyType(
    {NAME: _take_name, BIRTHDAY: _take_birthday}
)


def remind_of_profile(reply: Reply, question: Question) -> None:
    """Ask again what was interrupted, without counting it as asked anew."""
    asked = reply.changes["asked"]
    (ask_name if question.step == NAME else ask_birthday)(reply)
    reply.ask(asked)


def _set(reply: Reply, **values: object) -> None:
    reply.session.execute(_change.values(**values), {"customer": reply.talk.customer_id})
