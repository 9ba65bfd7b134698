"""Coming into the chat by a link on a receipt or a poster."""

from crm.conversation.replying import Reply
from crm.customers.linking import Arrival, follow_link


def say_by_which_link(reply: Reply, payload: str, *, is_first: bool) -> None:
    """Note the link that brought the customer, and say what it stands for, or kindly that it works no more."""
    followed = follow_link(reply.session, payload, reply.talk.customer_id, reply.now)
    if followed.arrival is Arrival.TAKEN or (followed.arrival is Arrival.AGAIN and followed.receipt is None):
        reply.has_joined = True
        reply.say("link_taken", kind=followed.kind, outlet=followed.outlet, receipt=followed.receipt, is_first=is_first)
    elif followed.arrival in {Arrival.USED, Arrival.AGAIN}:
        reply.say("link_used", is_first=is_first)
    elif followed.arrival is Arrival.EXPIRED:
        reply.say("link_expired", is_first=is_first)
    else:
        reply.say("unknown_deep_link", is_first=is_first)
