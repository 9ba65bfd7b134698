"""Members of a family who share a chat: each was proved in it, and one at a time speaks."""

from crm.conversation.identifying import ask_card
from crm.conversation.proving import ask_second, name_of, speak_as
from crm.conversation.replying import Reply
from crm.customers.claiming import make_claim
from crm.customers.finding import find_known, open_claims_in, phones_proved_in
from crm.customers.signs import Sign


def offer_members(reply: Reply) -> None:
    """Offer those who were proved in this chat, besides who speaks now, and to add another."""
    speakers = [speaker for speaker, _ in open_claims_in(reply.session, reply.talk.chat_id).values()]
    if reply.talk.customer_id in speakers:
        reply.say("switch_ask", speaking=name_of(reply, reply.talk.customer_id))
    else:
        reply.say("switch_nobody")
    for speaker in dict.fromkeys(speakers):
        if speaker != reply.talk.customer_id:
            reply.offer_labelled(name_of(reply, speaker), "claim.switch", str(speaker))
    reply.offer("other_member", "claim.add")


def switch_to(reply: Reply, speaker: int) -> str | None:
    """Let a member speak who was proved in this chat. Returns what to show where that cannot be."""
    members = [proved for proved, _ in open_claims_in(reply.session, reply.talk.chat_id).values()]
    if speaker not in members:
        return "old_button"
    if speaker == reply.talk.customer_id:
        return "button_done"
    if reply.talk.decide_at is not None:
        return "answer_comes_first"  # what was just said is the other member's
    speak_as(reply, speaker)
    return None


def add_member(reply: Reply) -> None:
    """Ask for what proves another member: a second sign where they share a phone that is known, or their card."""
    session, talk = reply.session, reply.talk
    for phone in phones_proved_in(session, talk.chat_id):
        known = find_known(session, "phone", phone, besides=talk.customer_id)
        if known:
            claim = make_claim(
                session, chat_id=talk.chat_id, customer_id=talk.customer_id, channel="phone", value=phone,
                known=known, names=[], signs={Sign.PHONE}, at=reply.now,
            )  # fmt: skip
            ask_second(reply, claim, "member_second_sign")
            return
    ask_card(reply)
