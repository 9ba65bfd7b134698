"""The messages about complaints, in the order of a complaint's life."""

from typing import Final

from crm.conversation.recognising_serious import SeriousKind
from crm.conversation.wording.messages import Kind, Message, NewsLine, Variable
from crm.conversation.wording.variables import (
    CASE_NUMBER,
    CATEGORIES,
    CATEGORY,
    CUSTOMER,
    DUE,
    EARLIER,
    ELSEWHERE,
    GREETINGS,
    KNOWN_CATEGORY,
    LAST_WORDS,
    NEXT_YEAR,
    NOW,
    NUMBERS,
    OPENED_AT,
    ORDER_NUMBER,
)

_SOLUTION = "Gelas pengganti <3 buah> sudah sampai pada 6 November"
_KEPT = "Gelas pengganti <3 buah> sudah dikirim"

OWNER = Variable("owner", "who handles it, or none until somebody has accepted it", (None, "Sari"))
PROMISE = Variable(
    "promise", "what was promised, without its day, or none: “penggantinya dikirim”", (None, "penggantinya <x> dikirim")
)
PROMISE_DUE = Variable("promise_due", "the day of what was promised, or none", (NEXT_YEAR,))
RESOLUTION = Variable("resolution", "how it was solved, in words for the customer, or none", (None, _SOLUTION))
ENDED_AT = Variable("ended_at", "when it was solved", (EARLIER,))
GREETING = Variable("greeting", "how the customer greeted, or none", (None, *GREETINGS))

WRONG = Variable("wrong", "the order number that was wrong, or none", (None, "4411"))
RIGHT = Variable("order_number", "the order number that is right", ("KD-4412",))

_NEWS_LINES = tuple(
    NewsLine(
        case_number=NUMBERS[0],
        category=category,
        order_number=order,
        resolution=resolution,
        kept=kept,
        is_solved=is_solved,
        is_delicate=is_delicate,
    )
    for category, order, resolution, kept, is_solved, is_delicate in (
        ("damaged", "4411", _SOLUTION, None, True, False),
        ("other", None, None, None, True, False),
        ("late", "4411", None, _KEPT, False, False),
        ("wrong_item", None, None, _KEPT, True, False),
        ("refund", "4411", None, None, True, True),
        (ELSEWHERE, None, None, None, False, True),
    )
)
_ABOUT = (CASE_NUMBER, KNOWN_CATEGORY, ORDER_NUMBER, OPENED_AT)

ABOUT_CASES: Final = (
    Message(
        "serious_taken",
        "Something that cannot wait was told: whom to call, and that a person comes.",
        (
            CASE_NUMBER,
            Variable("kind", f"which: {', '.join(SeriousKind)}", tuple(kind.value for kind in SeriousKind)),
            Variable("is_new", "whether it is told for the first time", (True, False)),
        ),
    ),
    Message(
        "complaint_taken",
        "A new complaint, now noted.",
        (
            CASE_NUMBER,
            CATEGORY,
            ORDER_NUMBER,
            DUE,
            Variable("has_picture", "whether pictures sent shortly before were noted with it", (False, True)),
            NOW,
        ),
    ),
    Message(
        "complaint_like_before",
        "Said with a new complaint that is like one that ended long ago.",
        (CASE_NUMBER, OPENED_AT, NOW),
    ),
    Message(
        "complaint_known",
        "A further message about a complaint that is surely meant. The button takes it off again.",
        (*_ABOUT, OWNER, PROMISE, PROMISE_DUE, DUE, NOW),
    ),
    Message(
        "complaint_reopened",
        "A complaint that was solved a short time ago comes back. The button takes the message off again.",
        (*_ABOUT, RESOLUTION, DUE, NOW),
    ),
    Message(
        "complaint_known_ask",
        "A message that may be about a complaint that is known. The buttons are yes, and no.",
        (*_ABOUT, NOW),
    ),
    Message("complaint_kept_new", "The customer said that it is something new.", (CASE_NUMBER, DUE, NOW)),
    Message(
        "complaint_unanswered",
        "The customer was asked whether a message belongs to a known complaint, and said nothing to that.",
        (CASE_NUMBER, DUE, NOW),
    ),
    Message(
        "complaint_detached",
        "The customer said that a message was not about this complaint.",
        (CASE_NUMBER, Variable("new_case_number", "the complaint it became, or none", (None, NUMBERS[1]))),
    ),
    Message(
        "complaint_progress",
        "The customer asks how a complaint stands. Without `due` the promised time has passed.",
        (
            *_ABOUT,
            OWNER,
            PROMISE,
            PROMISE_DUE,
            DUE,
            Variable("kept", "what was done as promised, or none", (None, _KEPT)),
            NOW,
        ),
    ),
    Message(
        "complaint_solved",
        "The customer asks about a complaint that was solved.",
        (*_ABOUT, RESOLUTION, ENDED_AT, NOW),
    ),
    Message(
        "promise_kept",
        "The customer asks what is new in a complaint: what was promised is done.",
        (*_ABOUT, Variable("kept", "what was done as promised", (_KEPT,)), NOW),
    ),
    Message(
        "back_again",
        "The customer is back, and complaints were solved or promises kept since. The button shows what is told only "
        "on request.",
        (
            GREETING,
            Variable("is_welcome", "whether the customer only greeted, or pressed /start", (False, True)),
            Variable(
                "items",
                "the complaints, each with case_number, category, order_number, resolution, kept (what was done as "
                "promised), is_solved and is_delicate",
                (*((line,) for line in _NEWS_LINES), _NEWS_LINES),
            ),
            NOW,
        ),
    ),
    Message(
        "still_waiting",
        "The customer is back, and the promised time has passed without a reply. Said before any welcome.",
        (GREETING, Variable("case_numbers", "the complaints that wait", (NUMBERS[:1], NUMBERS))),
    ),
    Message(
        "withdrawal_passed_on",
        "The customer takes a complaint back. Only the team closes it, so it stays open until then.",
        (
            Variable("case_number", "the complaint, or none if it is not clear which one", (*NUMBERS[:1], None)),
            KNOWN_CATEGORY,
            ORDER_NUMBER,
        ),
    ),
    Message("order_corrected", "The customer corrected the order number of a complaint.", (CASE_NUMBER, RIGHT, WRONG)),
    Message("complaint_unknown", "The customer names a complaint that is none of theirs.", (CASE_NUMBER,)),
    Message(
        "staff_new_case",
        "To the team: a new complaint.",
        (CASE_NUMBER, CUSTOMER, CATEGORY, ORDER_NUMBER, DUE, LAST_WORDS, NOW),
        Kind.STAFF,
    ),
    Message(
        "staff_case_back",
        "To the team: a complaint that had ended has come back, with how it was solved before.",
        (
            CASE_NUMBER,
            Variable("earlier_number", "the complaint it was: the same one, opened again, or an older one", NUMBERS),
            CUSTOMER,
            Variable("category", "what it is about", CATEGORIES),
            ORDER_NUMBER,
            RESOLUTION,
            ENDED_AT,
            Variable("due", "by when a reply is promised", (NEXT_YEAR,)),
            LAST_WORDS,
            NOW,
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_order_corrected",
        "To the team: a customer corrected the order number of a complaint.",
        (CASE_NUMBER, CUSTOMER, RIGHT, WRONG, LAST_WORDS),
        Kind.STAFF,
    ),
)
