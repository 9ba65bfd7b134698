"""What the customer hears when somebody of the business decides a claim that waited for them."""

from datetime import datetime

from sqlalchemy import bindparam, select

from crm.conversation.hiding_people import masked_number
from crm.conversation.replying import Reply, language_for
from crm.conversation.snapshot import Snapshot
from crm.customers import Chat, lock_roots
from crm.customers.claiming import Claimed, read_claim
from crm.customers.deciding_claims import approve_claim, refuse_claim
from crm.history import Conversation, find_talk
from crm.kernel.models import table_of
from crm.kernel.session import Session

CHATS, CONVERSATIONS = table_of(Chat), table_of(Conversation)

_chat = (
    select(CHATS.c.channel, CHATS.c.account, CHATS.c.external_id, CONVERSATIONS.c.customer_id)
    .join(CONVERSATIONS, CONVERSATIONS.c.chat_id == CHATS.c.id)
    .where(CHATS.c.id == bindparam("chat"))
)


def approve(
    session: Session, claim_id: int, snapshot: Snapshot, *, known_id: int | None, actor: str, at: datetime
) -> None:
    """Open a claim by the word of somebody of the business, and tell the customer what is open now.

    Raises LookupError for a claim or customer that is not there, and what `approve_claim` raises: then nothing has
    changed and nothing is said.
    """
    claim, reply = _locked(session, claim_id, snapshot, known_id, at)
    speaks = reply.talk.customer_id
    opened, is_move = approve_claim(session, claim, known_id=known_id, actor=actor, at=at)
    if is_move:
        reply.say("phone_moved", number=masked_number(opened.value))
    else:
        by_switch = opened.customer_id != speaks
        reply.say("claim_approved", number=masked_number(opened.value), by_switch=by_switch)
        reply.offer("not_me", "claim.no", str(opened.id))
    _tell(reply, claim, "approved")


def refuse(session: Session, claim_id: int, snapshot: Snapshot, *, because: str, actor: str, at: datetime) -> None:
    """End a claim that could not be confirmed, and tell the customer kindly what they can do next.

    `because` is for the staff and never said. Raises LookupError for a claim that is not there, and ClaimDoneError:
    then nothing has changed and nothing is said.
    """
    claim, reply = _locked(session, claim_id, snapshot, None, at)
    refuse_claim(session, claim, because=because, actor=actor, at=at)
    reply.say("claim_refused", number=masked_number(claim.value), has_outlets=bool(snapshot.outlets))
    reply.offer("person", "human")
    _tell(reply, claim, "refused")


def _locked(
    session: Session, claim_id: int, snapshot: Snapshot, known_id: int | None, at: datetime
) -> tuple[Claimed, Reply]:
    """Lock all whom a claim is about, in one order, and read it and its conversation then."""
    claim = read_claim(session, claim_id)
    chat = session.execute(_chat, {"chat": claim.chat_id}).one()
    ids = (chat.customer_id, claim.customer_id, claim.known_id, known_id)
    lock_roots(session, *(customer_id for customer_id in ids if customer_id is not None))
    talk = find_talk(session, chat.channel, chat.account, chat.external_id)
    if talk is None:
        raise LookupError(f"the chat of claim {claim_id} has no conversation")
    return read_claim(session, claim_id), Reply(session, talk, snapshot, language_for(talk, None, snapshot), at)


def _tell(reply: Reply, claim: Claimed, what: str) -> None:
    """Queue the answer, once for each claim, and ask no more what was asked to prove it."""
    if ((reply.talk.asked or {}).get("kept") or {}).get("claim") == claim.id:
        reply.ask(None)
    reply.queue(f"claim:{claim.id}:{what}")
