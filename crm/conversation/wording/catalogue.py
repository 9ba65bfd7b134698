"""Which messages there are, and what each of them knows. `docs/messages.md` is written from this table."""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType
from typing import Final

from crm.conversation.wording.catalogue_of_cases import ABOUT_CASES
from crm.conversation.wording.catalogue_of_identity import MESSAGES_OF_IDENTITY
from crm.conversation.wording.catalogue_of_leaving import OF_LEAVING
from crm.conversation.wording.catalogue_of_places import PLACES_AND_ORDERS
from crm.conversation.wording.catalogue_of_privacy import OF_PRIVACY
from crm.conversation.wording.catalogue_of_remarks import OF_REMARKS
from crm.conversation.wording.catalogue_of_small_things import SMALL_THINGS
from crm.conversation.wording.catalogue_of_staff import OF_STAFF
from crm.conversation.wording.messages import HistoryLine, Kind, Message, Speaker, StatusLine, Variable
from crm.conversation.wording.variables import (
    CASE_NUMBER,
    CATEGORIES,
    CATEGORY,
    CUSTOMER,
    EARLIER,
    FILE_KIND,
    GREETINGS,
    LAST_WORDS,
    LATER_TODAY,
    NEXT_YEAR,
    NOW,
    NUMBERS,
    ORDER_NUMBER,
    WORDS,
)

STANDARD_VARIABLES: Final = {
    "name": 'how this customer is called: "Kak Siti" or "Bapak/Ibu Siti", only "Kak" when no clean name is known; '
    'in English "Siti", or nothing',
    "address": 'the same without the name: "Kak" or "Bapak/Ibu"; in English nothing',
    "you": '"Kakak" or "Anda"; in English "you"',
    "business_name": "the business, as business.yaml names it",
    "bot_name": "the assistant, as business.yaml names it",
    "emergency_phone": "the number for what cannot wait, or none",
    "reply_within_minutes": "how many minutes the team usually needs while it is open",
}

NEWS: Final = ("added", "asked", "detached", "edited", "file", "withdrawn")
HANDOFF_REASONS: Final = ("asked", "article", "not_understood", "attachment", "complaint", "payment", "upset", "order")

OPENS_AT = Variable("opens_at", "when the team is back", (LATER_TODAY, NEXT_YEAR))
MAYBE_OPENS_AT = Variable("opens_at", "when the team is back, or none while it is open", (None, *OPENS_AT.samples))
SEVERAL = Variable("several", "whether there was more than one", (False, True))
_STATUS_LINES = tuple(
    StatusLine(case_number=NUMBERS[0], category=category, order_number=order, opened_at=EARLIER, due=due)
    for category, order, due in zip(CATEGORIES, (None, "4411") * 5, (NEXT_YEAR, None) * 5, strict=False)
)
_HISTORY_LINES = tuple(
    HistoryLine(at=EARLIER, speaker=speaker, kind=kind, text=text)
    for speaker, kind, text in product(Speaker, ("text", "photo"), (WORDS * 20, ""))
)

_ALL: Final = (
    Message("hello", "The first /start. The assistant introduces itself, once."),
    Message(
        "welcome_back",
        "/start again. No second introduction, but what is still open.",
        (Variable("case_numbers", "the complaints that are still open; may be empty", ((), (NUMBERS[0],), NUMBERS)),),
    ),
    Message(
        "greeting_reply",
        "A greeting without anything else.",
        (Variable("greeting", f"which one: {', '.join(GREETINGS)}", GREETINGS),),
    ),
    Message("thanks_reply", "The customer says thanks."),
    Message("agreed_reply", "The customer says only that it is all right."),
    Message("wished_well_reply", "The customer wishes the business or its people well."),
    Message("goodbye_reply", "The customer says goodbye."),
    Message("who_answers", "The customer asks whether this is a person, or what the assistant can do."),
    Message("go_ahead", "The customer says only that they want to ask something."),
    Message("help", "/help."),
    Message("language_ask", "/language. The buttons are the languages."),
    Message("language_set", "A language was chosen. Said in that language."),
    Message(
        "status",
        "/status, when something is open.",
        (
            Variable(
                "cases",
                "the open cases, each with case_number, category, order_number, opened_at and due",
                (_STATUS_LINES[:1], _STATUS_LINES),
            ),
            NOW,
        ),
    ),
    Message("status_none", "/status, when nothing is open."),
    Message(
        "history",
        "/history: the last things said, oldest first.",
        (
            Variable(
                "items",
                "each with at, speaker (customer, bot or team), kind and text",
                (_HISTORY_LINES[:1], _HISTORY_LINES),
            ),
            NOW,
        ),
    ),
    Message("history_empty", "/history, when nothing was said yet."),
    Message(
        "article_answer",
        "One or more questions that the articles answer.",
        (Variable("answers", "the answers, in the order asked", (("Buka 08.00 <setiap hari>.",), ("Ya.", "Bisa."))),),
    ),
    Message("not_understood", "Not understood. The buttons are the likeliest articles, and a person."),
    Message("not_understood_plain", "Not understood, and nothing is likely. The button is a person."),
    *ABOUT_CASES,
    *OF_PRIVACY,
    *OF_REMARKS,
    *PLACES_AND_ORDERS,
    *SMALL_THINGS,
    Message("flow_cancelled", "The customer does not want to go on with what they were asked."),
    Message("handing_over", "A person is brought in while the team is open."),
    Message("handing_over_closed", "A person is brought in while the team is closed.", (OPENS_AT, NOW)),
    Message(
        "already_waiting",
        "The customer asks for a person who was already asked for.",
        (MAYBE_OPENS_AT, NOW),
    ),
    Message("something_broke", "Something of ours failed while answering."),
    Message(
        "passed_on",
        "More words, not understood, of somebody who waits. The buttons are guesses.",
        (
            Variable("again", "whether the same was said a moment ago", (False, True)),
            Variable("has_guesses", "whether there are buttons", (False, True)),
        ),
    ),
    Message(
        "voice_received",
        "A voice note, a video message or an audio file.",
        (Variable("kind", "which: voice, video_note or audio", ("voice", "video_note", "audio")),),
    ),
    Message(
        "photo_received",
        "A photo, a video, a GIF or an album without words.",
        (Variable("kind", "what was sent: photo, video or animation", ("photo", "video", "animation")), SEVERAL),
    ),
    Message(
        "file_added",
        "A picture or a file shortly after a complaint: it belongs to it. The button takes it off again.",
        (FILE_KIND, SEVERAL, CASE_NUMBER, CATEGORY, ORDER_NUMBER),
    ),
    Message("document_received", "A file without words."),
    Message(
        "document_too_large",
        "A file that Telegram does not hand to bots.",
        (Variable("limit_mb", "the largest that can be read, in megabytes", (20,)),),
    ),
    Message("sticker_received", "A sticker alone."),
    Message("location_received", "A location, where no outlets are known."),
    Message("location_noted", "A location that came with a complaint, or with words that were answered."),
    Message("contact_received", "The customer shared their own number."),
    Message("contact_foreign", "The customer shared somebody else's number."),
    Message("unsupported_received", "Something that Ingat cannot show yet."),
    Message(
        "edited_noted",
        "The customer edited a message that was answered already, and means something else now.",
        (Variable("case_number", "the complaint it belongs to, or none", (None, NUMBERS[0])),),
    ),
    Message(
        "group_only_private",
        "The bot was added to a foreign group or channel, and leaves. Said in both languages.",
        (Variable("bot_username", "without the @", ("kopidemo_bot",)),),
    ),
    Message("unknown_command", "A command that does not exist."),
    Message(
        "unknown_deep_link",
        "A link to the bot that means nothing now.",
        (Variable("is_first", "whether the assistant introduces itself right after it", (False, True)),),
    ),
    Message("old_button", "A button that is too old to be pressed.", kind=Kind.CALLBACK_ANSWER),
    Message("button_done", "A button that was pressed already.", kind=Kind.CALLBACK_ANSWER),
    Message("bot_description", "What the empty chat says, before the first /start.", kind=Kind.ABOUT),
    Message("bot_short_description", "What the bot's profile says.", kind=Kind.SHORT_ABOUT),
    Message(
        "staff_handoff",
        "To the team: a customer waits for a person.",
        (
            CUSTOMER,
            Variable("reason", f"why: {', '.join(HANDOFF_REASONS)}", HANDOFF_REASONS),
            LAST_WORDS,
            Variable("case_number", "the complaint it is about, or none", (None, NUMBERS[0])),
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_more",
        "To the team: more from a customer who waits for them.",
        (
            CUSTOMER,
            Variable("news", f"what is new: {', '.join(NEWS)}", NEWS),
            Variable("case_number", "the complaint it is about, or none", (None, NUMBERS[0])),
            Variable("is_overdue", "whether a reply was promised for earlier than now", (False, True)),
            LAST_WORDS,
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_parked_update",
        "To the team: something arrived that could not be read.",
        (
            Variable("update_id", "its number at Telegram", (123456789,)),
            Variable("error", "what went wrong, in short", ("KeyError: <photo>",)),
        ),
        Kind.STAFF,
    ),
    Message(
        "staff_turn_failed",
        "To the team: a message is stored, but answering it failed.",
        (CUSTOMER, LAST_WORDS, Variable("error", "what went wrong, in short", ("KeyError: <photo>",))),
        Kind.STAFF,
    ),
    Message(
        "staff_delivery_failed",
        "To the team: something did not reach the customer.",
        (
            CUSTOMER,
            Variable("reason", "why, as Telegram or Ingat says it", ("bot was blocked by the user",)),
            Variable("text", "what was not delivered", (WORDS, "")),
        ),
        Kind.STAFF,
    ),
)

MESSAGES: Final[Mapping[str, Message]] = MappingProxyType(
    {message.key: message for message in (*_ALL, *MESSAGES_OF_IDENTITY, *OF_LEAVING, *OF_STAFF)}
)
