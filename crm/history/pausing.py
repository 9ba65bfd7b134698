"""Pauses of a whole account, kept where the next sender finds them."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from crm.history.models import SendingPause
from crm.kernel.models import table_of
from crm.kernel.session import Session, insert_new

PAUSES = table_of(SendingPause)

_new = insert_new(PAUSES, "account")
_of_account = (PAUSES.c.channel == bindparam("of_channel"), PAUSES.c.account == bindparam("of_account"))
_lengthen = (
    update(PAUSES).where(*_of_account, PAUSES.c.not_before < bindparam("until")).values(not_before=bindparam("until"))
)
_until = select(PAUSES.c.not_before).where(*_of_account)


def pause_sending(session: Session, channel: str, account: str, until: datetime) -> None:
    """Send nothing from an account before `until`, whoever sends. A longer pause stands."""
    if session.value(_new, {"channel": channel, "account": account, "not_before": until}) is None:
        session.execute(_lengthen, {"of_channel": channel, "of_account": account, "until": until})


def sending_paused_until(session: Session, channel: str, account: str) -> datetime | None:
    """Return when an account may send again, which may be in the past; None if it was never paused."""
    moment: datetime | None = session.scalar(_until, {"of_channel": channel, "of_account": account})
    return moment
