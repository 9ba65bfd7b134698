"""Saying something to the staff, in the business's own language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crm.conversation.snapshot import Snapshot
from crm.history import Button, tell_topic
from crm.history.noticing import tell_chat
from crm.kernel.session import Session


def words(snapshot: Snapshot, message: str, **variables: Any) -> str:
    """Word a message to the staff."""
    return snapshot.wording.say(snapshot.business.default_language, message, **variables)


def button(snapshot: Snapshot, name: str, action: str, argument: object = "") -> Button:
    """Return a button for the staff, labelled by one of the business's words."""
    return Button(snapshot.wording.button(snapshot.business.default_language, name), action, str(argument))


def say_in_topic(
    session: Session,
    snapshot: Snapshot,
    topic_id: int,
    message: str,
    *,
    key: str,
    at: datetime,
    buttons: Sequence[Sequence[Button]] = (),
    **variables: Any,
) -> None:
    """Say something in a customer's topic, once per `key`."""
    text = words(snapshot, message, **variables)
    tell_topic(session, topic_id, key=key, kind=message, text=text, at=at, buttons=buttons)


def say_in_chat(
    session: Session, snapshot: Snapshot, chat_id: int, message: str, *, key: str, at: datetime, **variables: Any
) -> None:
    """Say something in a group, outside any topic, once per `key`."""
    tell_chat(session, chat_id, key=key, kind=message, text=words(snapshot, message, **variables), at=at)
