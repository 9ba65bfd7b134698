"""The messages around what is neither asked nor complained of: greeting back, praise, suggestions, wishes."""

from typing import Final

from crm.conversation.wording.messages import Kind, Message, Variable

_WORDS = 'Kasih colokan & "kursi" <lebih banyak> dong 🙏'

_GREETINGS: Final = (
    *("halo", "assalamualaikum", "pagi", "siang", "sore", "malam"),
    *("kulonuwun", "sampurasun", "om swastiastu", "horas", "shalom"),
)

OF_REMARKS: Final = (
    Message(
        "greeting_back",
        "A greeting with something else: said before the answer.",
        (Variable("greeting", f"which one: {', '.join(_GREETINGS)}", _GREETINGS),),
    ),
    Message(
        "praise_reply",
        "The customer praises something.",
        (Variable("is_sober", "whether a complaint is still open, or they wait for a person", (False, True)),),
    ),
    Message("suggestion_passed_on", "The customer suggests something. The team has been told."),
    Message(
        "wish_passed_on",
        "The customer wishes for something that no article speaks of. The team has been told.",
        (Variable("has_guesses", "whether there are buttons", (False, True)),),
    ),
    Message(
        "staff_remark",
        "To the team: a suggestion, a wish, or praise while something is open. Nobody waits for an answer.",
        (
            Variable("customer", "who wrote, as the team knows them; may be empty", ("Siti <Rahma>", "")),
            Variable("kind", "which: suggestion, wish or praise", ("suggestion", "wish", "praise")),
            Variable("last_words", "what they suggest or wish for", (_WORDS,)),
        ),
        Kind.STAFF,
    ),
)
