"""Keeping what customers state of themselves, as facts with their source."""

from collections.abc import Collection, Sequence

from crm.conversation.recognising_facts import facts_in, product_names
from crm.conversation.replying import Reply
from crm.history import Line, keep_fact
from crm.knowledge import Band, band_of

_ASKING_FOR_PRODUCTS = ("Ada produk apa saja?", "What products do you have?")


def remember_facts(reply: Reply, lines: Sequence[Line]) -> None:
    """Keep what each message states. What is asked of it later is asked for one tap, not for the words again."""
    business = reply.snapshot.business
    for line in lines:
        for stated in facts_in(line.text, line.payload, lambda: _products(reply), line.said_at, business.zone):
            keep_fact(
                reply.session, reply.talk.customer_id, stated,
                interaction_id=line.id, stated_at=line.said_at, now=reply.now,
            )  # fmt: skip


def _products(reply: Reply) -> Collection[str]:
    """Return the names in the articles that answer what is sold."""
    found = [reply.snapshot.matcher.match(question) for question in _ASKING_FOR_PRODUCTS]
    articles = {matches[0].article.slug: matches[0].article for matches in found if band_of(matches) is Band.ANSWER}
    answers = [answer for article in articles.values() for answer in article.answer.values()]
    return product_names(answers, reply.snapshot.business.name)
