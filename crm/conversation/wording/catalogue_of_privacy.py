"""The messages about what is kept of a customer, and what they allow."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from crm.cases import case_number
from crm.conversation.wording.messages import Kind, Message, Variable
from crm.kernel.masking import masked


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact as its customer may see it. `words` is the message that stated it, its secrets hidden."""

    label: str
    value: str
    stated_at: datetime
    words: str
    in_offers: bool

    def __post_init__(self) -> None:
        """Hide what was typed by mistake."""
        object.__setattr__(self, "words", masked(self.words))


_NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_EARLIER = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
_FACTS = tuple(
    FactLine(
        label="Alamat", value="Jl. Melati <5>", stated_at=_EARLIER, words="alamat saya & lagi", in_offers=in_offers
    )
    for in_offers in (True, False)
)
_NOW_VARIABLE = Variable("now", "this moment", (_NOW,))
_LABEL = Variable("label", "what kind of fact it is, as words.yaml calls it", ("Alamat",))
_FACT = Variable("fact", "the fact, with label, value, stated_at, words and in_offers", _FACTS)
_CASE_NUMBER = Variable("case_number", "the number of the complaint, as K-1042", (case_number(42),))
_ORDER_NUMBER = Variable("order_number", "the order", ("4411",))

OF_PRIVACY: Final = (
    Message("secret_hidden", "The customer typed a card number, a code, a PIN or a password. It is hidden everywhere."),
    Message(
        "privacy",
        "/privacy: what is kept, why, and for how long. The buttons are the facts, and offers.",
        (
            Variable("order_days", "for how many days an order's number is used", (90,)),
            Variable("longest_days", "for how many days an address or a preference is used", (730,)),
        ),
    ),
    Message(
        "mydata",
        "/mydata: the facts, each with a button.",
        (
            Variable(
                "items",
                "pairs of a number and a fact, each with label, value, stated_at and in_offers",
                (tuple(enumerate(_FACTS[:1], start=1)), tuple(enumerate(_FACTS, start=1))),
            ),
            _NOW_VARIABLE,
        ),
    ),
    Message("mydata_empty", "/mydata, when no fact is kept."),
    Message("fact_shown", "One fact with the words that stated it. The buttons change it.", (_FACT, _NOW_VARIABLE)),
    Message("fact_ask", "The customer wants to correct a fact: what should it say?", (_FACT,)),
    Message(
        "fact_corrected",
        "A fact was corrected. An address or a phone number is half hidden.",
        (_LABEL, Variable("value", "what it says now", ("Jl. Melati <5>…",))),
    ),
    Message("fact_forgotten", "A fact was forgotten, and what remains where.", (_LABEL,)),
    Message(
        "fact_in_offers",
        "Whether offers may be chosen by a fact was changed.",
        (_LABEL, Variable("allowed", "whether they may", (False, True))),
    ),
    Message(
        "confirm_order",
        "A complaint without an order; one was spoken of lately. The buttons are yes, and another.",
        (_ORDER_NUMBER,),
    ),
    Message(
        "choose_order",
        "A complaint without an order; several were made or spoken of lately. Each has a button, and so has another.",
    ),
    Message("ask_order", "The customer wants to name another order for a complaint.", (_CASE_NUMBER,)),
    Message(
        "confirm_address",
        "Something may have to be sent for a complaint: is the address that is known still right? It is half hidden.",
        (Variable("value", "the address, half hidden", ("Jl. Melati <5>…",)),),
    ),
    Message("ask_address", "Something may have to be sent for a complaint, and no address is known."),
    Message(
        "address_noted",
        "The address for a complaint is noted.",
        (_CASE_NUMBER, Variable("value", "the address, half hidden", ("Jl. Melati <5>…",))),
    ),
    Message("address_skipped", "The customer does not want to say an address."),
    Message("order_noted", "The order of a complaint is noted.", (_CASE_NUMBER, _ORDER_NUMBER)),
    Message(
        "consent_ask",
        "Asked once: are offers and greetings welcome? The buttons are both, greetings only, service only.",
    ),
    Message("consent_later", "Asked whether offers are welcome, the customer does not want to say now."),
    Message(
        "consent_noted",
        "What the customer wants is noted.",
        (
            Variable(
                "purposes",
                "what may be sent: offers, greetings",
                (("offers", "greetings"), ("greetings",), ("offers",), ()),
            ),
        ),
    ),
    Message("marketing_stopped", "No more offers and greetings from now on. The button gives back what was there."),
    Message(
        "staff_address_named",
        "To the team: the customer has said where something may be sent for a complaint.",
        (
            Variable("customer", "who wrote, as the team knows them; may be empty", ("Siti <Rahma>", "")),
            _CASE_NUMBER,
            Variable("value", "the address as they said it", ("Jl. Melati <5>",)),
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_order_named",
        "To the team: the customer has said which order a complaint is about.",
        (
            Variable("customer", "who wrote, as the team knows them; may be empty", ("Siti <Rahma>", "")),
            _CASE_NUMBER,
            _ORDER_NUMBER,
        ),
        Kind.STAFF,
    ),
)
