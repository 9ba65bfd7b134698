"""What is stored of how turns were understood."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.models import Base


class MeaningKind(StrEnum):
    """What a turn was understood as. One turn may be several of these."""

    GREETING = "greeting"
    COURTESY = "courtesy"  # thanks, "ok", a bare yes or no that nothing was asked for
    QUESTION = "question"
    COMPLAINT = "complaint"
    FOLLOW_UP = "follow_up"  # how does a complaint stand?
    REPEATED = "repeated"  # about a complaint that is known already
    WITHDRAWAL = "withdrawal"
    WISH = "wish"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    PERSON = "person"  # wants one
    ABOUT_BOT = "about_bot"
    SMALL_TALK = "small_talk"
    ANSWER = "answer"  # to what the bot asked
    SERIOUS = "serious"  # cannot wait: poisoning, injury, a threat
    UNCLEAR = "unclear"  # not understood: perhaps a question that no article answers


UNCLEAR = text("kind = 'unclear'")
REPEATED = text("kind = 'repeated'")
"""The words of two small indexes, and of the queries that they serve."""


class TurnMeaning(Base):
    """One thing that a turn was understood as, written in the transaction that decided it.

    `interaction_id` is the turn's last message. `article` is the slug of the article that answered or would be guessed,
    "" for none, and `score` its match score in
    tenths, 0 to 1000. The customer's own words stay in the interaction.
    """

    __tablename__ = "turn_meanings"
    __table_args__ = (
        Index("turn_meanings_unclear", "at", postgresql_where=UNCLEAR, sqlite_where=UNCLEAR),
        Index("turn_meanings_repeated", "customer_id", "at", postgresql_where=REPEATED, sqlite_where=REPEATED),
    )

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), primary_key=True, autoincrement=False)
    kind: Mapped[MeaningKind] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(primary_key=True, default="")
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    score: Mapped[int | None]
    language: Mapped[str | None]
    at: Mapped[datetime]
