"""How an order stands: said from what another system told, with the time of it, and only to whose order it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from crm.conversation.flows import Question, ask
from crm.conversation.handing_over import hand_over
from crm.conversation.identity_flow import skip_claim
from crm.conversation.proving import CLAIM, PHONE
from crm.conversation.recognising_cancelling import says_skip
from crm.conversation.recognising_order_questions import asks_for_order
from crm.conversation.recognising_orders import order_number_in
from crm.conversation.replying import Reply
from crm.conversation.understanding import Answerable, Understanding
from crm.conversation.wording import OrderLine
from crm.customers import customers_told
from crm.history import Line
from crm.knowledge import ArticleKind, words_of
from crm.orders import ToldOrder, knows_orders, may_be_told_by_number, order_told, orders_told

MOST_SAID = 3
ORDER_ASKED: Final = "order_asked"
"""The flow of the question which order is meant."""


def answer_orders(reply: Reply, understood: Understanding, lines: Sequence[Line]) -> Understanding:
    """Answer who asks for their order, and return what is left to be answered.

    Who names none, and has none that is known, is asked for its number. Of an order that is not known to be theirs the
    same is said whether there is one or not. Where no orders are known at all, the article says where they are seen,
    and the number of one goes to a person.
    """
    text = "\n".join(line.text for line in lines if line.text)
    if understood.complaint is not None or not _asks(understood, text):
        return understood
    number = order_number_in(text)
    if not _tell(reply, number):
        if not _is_about_orders(understood, text):
            return understood
        if number is None and not knows_orders(reply.session):
            ask(reply, ORDER_ASKED, "number")
            return _with_the_article(reply, understood)
        if number is None:
            _ask_for_number(reply)
        else:
            _say_not_told(reply, number, lines)
    others = tuple(each for each in understood.questions if each.article.kind is not ArticleKind.ORDER_STATUS)
    return replace(understood, questions=others, follow_up=None, guesses=())


def take_asked_order(reply: Reply, question: Question, lines: Sequence[Line], understood: Understanding) -> bool:
    """Take the number of the order that was asked for. Returns whether there was one, or the question was skipped."""
    text = "\n".join(line.text for line in lines if line.text)
    if says_skip(words_of(text)):
        return skip_claim(reply)
    number = order_number_in(text)
    if number is None or understood.complaint is not None or understood.case_number is not None:
        return False
    if not _tell(reply, number):
        _say_not_told(reply, number, lines)
    return True


def _tell(reply: Reply, number: str | None) -> bool:
    """Say how the orders stand that are meant. Returns whether any may be told."""
    orders = _meant(reply, number)
    if orders:
        reply.say("order_status", orders=tuple(_line_of(reply, order) for order in orders), now=reply.now)
    return bool(orders)


def _say_not_told(reply: Reply, number: str, lines: Sequence[Line]) -> None:
    """Ask whose it is, or say honestly that a person has to look: the bot sees no orders here."""
    if not knows_orders(reply.session):
        reply.say("order_to_team", number=number)
        hand_over(reply, reason="order", key=f"handoff:{lines[-1].id}", last_words=lines[-1].text)
        return
    is_verified = _is_verified(reply)
    reply.say("order_not_told", number=number, is_verified=is_verified)
    if is_verified:
        reply.offer("person", "human")
    else:
        reply.offer_to_share_phone()
        ask(reply, CLAIM, PHONE)


def _ask_for_number(reply: Reply) -> None:
    ask(reply, ORDER_ASKED, "number")
    if may_be_told_by_number(reply.session, reply.talk.customer_id):
        reply.say("order_number_ask")
        return
    is_verified = _is_verified(reply)
    reply.say("order_number_wanted", is_verified=is_verified)
    if is_verified:
        reply.offer("person", "human")
    else:
        reply.offer_to_share_phone()


def _is_verified(reply: Reply) -> bool:
    return len(customers_told(reply.session, reply.talk.customer_id)) > 1


def _with_the_article(reply: Reply, understood: Understanding) -> Understanding:
    """Let the article on orders answer, also where the words alone would only have made it a guess."""
    articles = reply.snapshot.matcher.articles
    article = next((each for each in articles if each.kind is ArticleKind.ORDER_STATUS), None)
    if understood.questions or article is None:
        return understood
    return replace(understood, questions=(Answerable(article, 0.0, ""),), guesses=())


def _asks(understood: Understanding, text: str) -> bool:
    return understood.order_number is not None or _is_about_orders(understood, text)


def _is_about_orders(understood: Understanding, text: str) -> bool:
    if any(question.article.kind is ArticleKind.ORDER_STATUS for question in understood.questions):
        return True
    return not understood.questions and asks_for_order(words_of(text), names_one=order_number_in(text) is not None)


def _meant(reply: Reply, number: str | None) -> list[ToldOrder]:
    """Return the orders that are asked for: the one with the number, or those still under way, or the last one."""
    if number is not None:
        named = order_told(reply.session, reply.talk.customer_id, number)
        return [] if named is None else [named]
    told = orders_told(reply.session, reply.talk.customer_id)
    return [order for order in told if order.is_under_way][:MOST_SAID] or told[:1]


def _line_of(reply: Reply, order: ToldOrder) -> OrderLine:
    local = order.as_of.astimezone(reply.snapshot.business.zone)
    return OrderLine(
        number=order.number, state=order.state, state_words=order.state_words, as_of=order.as_of,
        has_clock=(local.hour, local.minute) != (0, 0), courier=order.courier, tracking_number=order.tracking_number,
    )  # fmt: skip
