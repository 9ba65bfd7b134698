"""Composing one reply: several things to say become one message, in the customer's language."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from crm.conversation.snapshot import Snapshot
from crm.history import Button, Content, Conversation, Holder, Keyboard, Talk, queue_outbound
from crm.kernel.business import AddressForm
from crm.kernel.language import Language
from crm.kernel.models import table_of
from crm.kernel.prepared import Prepared
from crm.kernel.session import Session

CONVERSATIONS = table_of(Conversation)
_change = Prepared(update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation")))


@dataclass
class Reply:
    """What one turn answers, and what it changes of its conversation.

    Nothing is written until `queue` is called, so that a turn gets one answer, and its conversation one change.
    `is_silent`: an agent has the conversation, so what is composed here is not said, unless it must always work.
    """

    session: Session
    talk: Talk
    snapshot: Snapshot
    language: Language
    now: datetime
    parts: list[str] = field(default_factory=list)
    buttons: list[tuple[Button, ...]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    keyboard: Keyboard | None = None
    said: set[str] = field(default_factory=set)
    has_joined: bool = False
    """Whether this turn has told the business who the customer is, or by which of its links they came."""
    is_silent: bool = field(init=False)

    def __post_init__(self) -> None:
        """Be silent while an agent answers."""
        self.is_silent = Holder(self.talk.holder).is_agents

    @property
    def speaker_id(self) -> int:
        """The customer who speaks in the chat from this turn on."""
        speaker: int = self.changes.get("customer_id", self.talk.customer_id)
        return speaker

    def say(self, key: str, **variables: Any) -> None:
        """Add a message of the catalogue."""
        self.said.add(key)
        form = self.talk.address_form
        self.parts.append(
            self.snapshot.wording.say(
                self.language, key, customer_name=self.talk.customer_name,
                address_form=None if form is None else AddressForm(form), **variables,
            )
        )  # fmt: skip

    def offer(self, name: str, action: str, argument: str = "") -> None:
        """Add a button, labelled by one of the business's words, in a row of its own."""
        self.offer_labelled(self.snapshot.wording.button(self.language, name), action, argument)

    def offer_labelled(self, label: str, action: str, argument: str = "") -> None:
        """Add a button with a label of its own, as an article's title. Of two that read the same the first is kept."""
        if any(button.label == label for row in self.buttons for button in row):
            return
        self.buttons.append((Button(label, action, argument),))

    def offer_to_share_phone(self) -> None:
        """Put the button that shares the customer's own contact under the text field, with one to skip it."""
        word = self.snapshot.wording.button
        self.keyboard = Keyboard(word(self.language, "share_phone"), word(self.language, "skip"))

    def take_keyboard_away(self) -> None:
        """Take the button that shares the contact away again. Buttons under the same message take its place."""
        self.keyboard = Keyboard()

    def ask(self, question: dict[str, Any] | None) -> None:
        """Remember what is asked of the customer, so that a bare answer to it is understood. None: nothing any more."""
        self.changes["asked"] = question

    def queue(self, key: str) -> None:
        """Queue the one message, if there is anything to say, and write what has changed of the conversation."""
        if self.parts and not self.is_silent:
            content = Content(html="\n\n".join(self.parts), buttons=tuple(self.buttons), keyboard=self.keyboard)
            queue_outbound(self.session, self.talk, content, key=key, now=self.now)
        if self.changes:
            self.session.change(_change, {"conversation": self.talk.conversation_id, **self.changes})


def language_for(talk: Talk, guessed: Language | None, snapshot: Snapshot, *, has_words: bool = False) -> Language:
    """Return the language to answer in: chosen, then what they write, then what was known, then the business's own.

    Telegram's language code counts only before any words: many Indonesians keep their phone in English. `has_words`:
    there are words now, though they may be in no language that is known ("P").
    """
    languages = snapshot.business.languages
    if talk.language_chosen and talk.language in languages:
        return Language(talk.language)
    if guessed is not None and guessed in languages:
        return guessed
    for known in (talk.language, None if has_words else talk.language_code):
        if known in languages:
            return Language(known)
    return snapshot.business.default_language
