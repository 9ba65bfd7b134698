"""`ingat contact add`: writing down a contact that was made outside the chats."""

from dataclasses import dataclass
from datetime import UTC, datetime

from crm.history import Contact, ContactChannel, add_contact
from ingat.business.problems import SettingError
from ingat.business.speaking import sentence_in, setting_error_in
from ingat.databases import in_shape
from ingat.importing.business import business_of
from ingat.importing.values import moment_in
from ingat.remembering.reading import whom_is_meant
from ingat.remembering.telling import told_candidates
from ingat.settings import Settings
from ingat.supervision import FatalError


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A contact as somebody types it."""

    who: str
    words: str
    channel: str
    is_inbound: bool
    when: str | None
    by: str


def add_for_a_person(settings: Settings, typed: Typed) -> list[str]:
    """Write the contact down and return what to show. The same again changes nothing, and nobody is written to.

    Raises FatalError, in plain words, where it is not clear who is meant, or something cannot be read.
    """
    business, now = business_of(settings), datetime.now(UTC)
    if typed.channel not in tuple(ContactChannel):
        channels = ", ".join(ContactChannel)
        raise FatalError(sentence_in(f"--channel is one of {channels}.", business.language))
    try:
        read = moment_in(business.zone, now.astimezone(business.zone).date())
        at = now if typed.when is None else read(typed.when)
    except SettingError as error:
        raise FatalError(setting_error_in(error, business.language)) from None
    if at > now:
        raise FatalError(sentence_in("A contact that is still to come cannot be written down.", business.language))
    with in_shape(settings) as database:
        meant = whom_is_meant(database, typed.who)
        if len(meant) != 1:
            raise FatalError("\n".join(told_candidates(typed.who, meant, business.language)))
        contact = Contact(
            customer_id=meant[0].customer_id,
            channel=ContactChannel(typed.channel),
            is_inbound=typed.is_inbound,
            at=at,
            words=typed.words,
            by=typed.by,
        )
        try:
            added = database.writer.run(lambda session: add_contact(session, contact, now))
        except ValueError:
            raise FatalError(sentence_in("There are no words, or too many of them.", business.language)) from None
    whom = f"{meant[0].name} (#{meant[0].customer_id})"
    said = f"It was written down with {whom} already." if added is None else f"Written down with {whom}."
    return [sentence_in(said, business.language)]
