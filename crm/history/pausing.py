"""Pauses of a chat and of a whole account, kept where the next sender finds them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from crm.customers.models import Chat
from crm.history.models import SendingPause
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new

PAUSES, CHATS = table_of(SendingPause), table_of(Chat)

_new = insert_new(PAUSES, "account")
_of_account = (PAUSES.c.channel == bindparam("of_channel"), PAUSES.c.account == bindparam("of_account"))
_renew = update(PAUSES).where(*_of_account).values(not_before=bindparam("until"), lasts_ms=bindparam("lasts"))
_pause_chat = update(CHATS).where(CHATS.c.id == bindparam("chat")).values(not_before=bindparam("until"))
_pause = select(PAUSES.c.not_before, PAUSES.c.lasts_ms).where(*_of_account)
_end = delete(PAUSES).where(*_of_account)


@dataclass(frozen=True, slots=True)
class SendingPaused:
    """Nothing leaves before `until`, which may be past, then one call tries. The next pause is twice `lasts_s`."""

    until: datetime
    lasts_s: float


def pause_sending(session: Session, channel: str, account: str, pause: SendingPaused) -> None:
    """Pause an account for whoever sends. What was paused before gives way."""
    lasts_ms = round(pause.lasts_s * 1000)
    new = {"channel": channel, "account": account, "not_before": pause.until, "lasts_ms": lasts_ms}
    if session.value(_new, new) is None:
        key = {"of_channel": channel, "of_account": account}
        session.execute(_renew, {**key, "until": pause.until, "lasts": lasts_ms})


def sending_pause(session: Session, channel: str, account: str) -> SendingPaused | None:
    """Return an account's pause, which holds until a call was taken, even if its time is past."""
    row = session.execute(_pause, {"of_channel": channel, "of_account": account}).one_or_none()
    return None if row is None else SendingPaused(row.not_before, row.lasts_ms / 1000)


def end_pause(session: Session, channel: str, account: str) -> None:
    """Let an account send as before."""
    session.execute(_end, {"of_channel": channel, "of_account": account})


def pause_chat(session: Session, chat_id: int, until: datetime) -> None:
    """Send nothing to a chat before `until`, whoever sends."""
    session.execute(_pause_chat, {"chat": chat_id, "until": until})
