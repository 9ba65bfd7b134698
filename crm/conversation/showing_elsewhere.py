"""Calls, visits and other contacts made outside the chats: shown on request, to a chat that proved whose it is."""

from collections.abc import Sequence

from crm.conversation.replying import Reply
from crm.conversation.wording import ContactLine
from crm.customers import customers_told, is_verified
from crm.history import Direction, Line, contacts_elsewhere

MOST_SHOWN = 5


def offer_elsewhere(reply: Reply) -> None:
    """Offer what was written down elsewhere, if anything was. Without a proof not even that there is anything."""
    if _noted(reply, most=1):
        reply.offer("elsewhere", "history.elsewhere")


def press_elsewhere(reply: Reply, action: str, argument: str, interaction_id: int) -> str | None:
    """Show it. Whoever is not proved any more since the button was offered is shown nothing."""
    lines = _noted(reply, most=MOST_SHOWN)
    if action != "history.elsewhere" or not lines:
        return "old_button"
    items = tuple(
        ContactLine(
            at=line.said_at, kind=line.kind, text=line.text, is_inbound=line.direction == Direction.INBOUND
        )
        for line in lines
    )  # fmt: skip
    reply.say("history_elsewhere", items=items, now=reply.now)
    return None


def _noted(reply: Reply, *, most: int) -> Sequence[Line]:
    session, customer_id = reply.session, reply.talk.customer_id
    if not is_verified(session, customer_id):
        return ()
    return contacts_elsewhere(session, customers_told(session, customer_id), most=most)
