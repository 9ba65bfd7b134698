"""The messages about papers that are sent, and those of small talk."""

from typing import Final

from crm.conversation.wording.messages import Message, Variable

SMALL_TALK: Final = ("how_are_you", "affection", "praise_of_the_bot", "joke", "laughter", "about_itself")

SMALL_THINGS: Final = (
    Message(
        "receipt_number_ask",
        "A picture of a receipt: its number is asked for.",
        (Variable("again", "whether it was asked before, and something else came between", (False, True)),),
    ),
    Message(
        "receipt_number_noted",
        "The number of a receipt was written.",
        (Variable("number", "the number, in capitals", ("A-10442", "<4411>")),),
    ),
    Message("receipt_number_skipped", "The customer does not want to write the receipt's number."),
    Message(
        "payment_passed_on",
        "The customer says that they have paid, or sends the proof. Only the team confirms a payment.",
        (Variable("has_proof", "whether they sent the proof", (False, True)),),
    ),
    Message(
        "small_talk_reply",
        "Small talk: it is answered in a sentence, and leads back.",
        (Variable("kind", f"which: {', '.join(SMALL_TALK)}", SMALL_TALK),),
    ),
)
