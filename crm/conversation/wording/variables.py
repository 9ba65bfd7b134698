"""Variables that several messages share, with the samples that every template is tried with."""

from datetime import UTC, datetime
from typing import Final

from crm.cases import FILES, case_number
from crm.conversation.wording.messages import Variable

GREETINGS: Final = (
    *("halo", "assalamualaikum", "pagi", "siang", "sore", "malam"),
    *("kulonuwun", "sampurasun", "om swastiastu", "horas", "shalom", "permisi"),
)
CATEGORIES: Final = (
    *("health", "damaged", "late", "missing", "wrong_item", "refund", "payment", "quality", "staff", "other"),
)
ELSEWHERE: Final = "elsewhere"

A_NOW: Final = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER_TODAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEXT_YEAR: Final = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
EARLIER: Final = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
NUMBERS: Final = tuple(map(case_number, (42, 43)))
WORDS: Final = 'Kopinya tumpah & gelasnya <retak>, "parah" 😞'

NOW = Variable("now", "this moment", (A_NOW,))
CASE_NUMBER = Variable("case_number", "the number of the complaint, as K-1042", NUMBERS[:1])
CATEGORY = Variable("category", "what it is about; `{{ category | category }}` writes it", CATEGORIES)
KNOWN_CATEGORY = Variable(
    "category", f"what it is about, or {ELSEWHERE!r} where another chat told it", (*CATEGORIES, ELSEWHERE)
)
ORDER_NUMBER = Variable("order_number", "the order it is about, or none", (None, "4411"))
OPENED_AT = Variable("opened_at", "when it was first reported", (EARLIER,))
DUE = Variable(
    "due", "by when the team has promised to answer, or none once that has passed", (LATER_TODAY, NEXT_YEAR, None)
)
CUSTOMER = Variable("customer", "who wrote, as the team knows them; may be empty", ("Siti <Rahma>", ""))
LAST_WORDS = Variable("last_words", "what the customer wrote last", (WORDS, ""))
FILE_KIND = Variable("kind", "what was sent: photo, video, animation or document", FILES)
