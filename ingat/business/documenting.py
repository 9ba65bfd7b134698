"""docs/messages.md: all messages with their variables, for owners. `python -m ingat.business.documenting` writes it."""

from pathlib import Path
from typing import Final

from crm.conversation.wording import MESSAGES, STANDARD_VARIABLES, Kind, Message, read_sources
from crm.kernel.language import Language
from ingat.business.loading import SHIPPED_MESSAGES

PAGE: Final = Path(__file__).parents[2] / "docs" / "messages.md"

FILTERS: Final = {
    "number": ("{{ limit_mb | number }}", "1.240 or 1,240"),
    "money": ("{{ 125000 | money }}", "Rp125.000 or Rp125,000"),
    "points": ("{{ 1240 | points }}", "1.240 poin or 1,240 points"),
    "duration": ("{{ reply_within_minutes | duration }}", "10 menit or 10 minutes"),
    "date": ("{{ opened_at | date }}", "3 November, with the year if it is not this one"),
    "full_date": ("{{ opened_at | full_date }}", "3 November 2026"),
    "clock": ("{{ item.at | clock }}", "09.30 or 9:30 am"),
    "time": ("{{ due | time }}", "pukul 09.30 WIB or 9:30 am (Jakarta time)"),
    "moment": ("{{ due | moment }}", "besok pukul 09.30 WIB or tomorrow at 9:30 am (Jakarta time)"),
    "day": ("{{ promise_due | day }}", "besok or tomorrow, Jumat or on Friday"),
    "deadline": ("{{ due | deadline }}", "besok pukul 09.30 WIB or 9:30 am tomorrow (Jakarta time)"),
    "opening": ("{{ opens_at | opening }}", "as moment, but always in the business's own zone"),
    "its_time": ("{{ item.until | its_time }}", "as time, in the outlet's own zone"),
    "its_moment": ("{{ item.opens_at | its_moment }}", "as moment, in the outlet's own zone"),
    "distance": ("{{ item.distance_m | distance }}", "850 m, 1,2 km or 1.2 km"),
    "order_state": ("{{ order.state | order_state }}", "how an order stands: sedang dikirim or on its way"),
    "category": ("{{ category | category }}", "what a complaint is called: sampai rusak or damaged"),
    "about": ("{{ category | about(order_number) }}", "the same with its order: pesanan 4411, sampai rusak"),
    "complaint": ("{{ category | complaint(order_number) }}", "what happened, as a clause after “Maaf, Kak,”"),
    "kind": ("{{ item.kind | kind }}", "what was sent: foto or photo"),
    "sentence": ("{{ resolution | sentence }}", "the text, with a full stop if it has none"),
    "preview": ("{{ item.text | preview }}", "its first 120 characters on one line; preview(60) has 60"),
}


def messages_page() -> str:
    """Return the page as Markdown."""
    return "\n".join((_HEAD, *_standard_table(), "", *_filter_table(), "", *_message_tables(), "", *_words()))


_HEAD: Final = """\
# Messages

All that the bot says, each in one file: `templates/id/<message>.j2` and `templates/en/<message>.j2`. To say one of
them in your own words, write `messages/id/<message>.j2` into your business folder. It applies at once, and
`ingat check` tries it before a customer meets it. What stands between `{{ }}` is filled in. Messages are Telegram HTML,
with `<b>bold</b>` and `<i>italic</i>`, and what is filled in is escaped for you.

This page is written by `python -m ingat.business.documenting`.
"""


def _standard_table() -> list[str]:
    rows = [f"| `{name}` | {meaning} |" for name, meaning in STANDARD_VARIABLES.items()]
    return ["## What every message knows", "", "| variable | what it is |", "|---|---|", *rows]


def _filter_table() -> list[str]:
    rows = [f"| `{_in_cell(written)}` | {result} |" for written, result in FILTERS.values()]
    return ["## How things are written", "", "| write | to say |", "|---|---|", *rows]


def _message_tables() -> list[str]:
    lines = ["## The messages"]
    titles = {
        Kind.MESSAGE: "To customers",
        Kind.STAFF: "To the team",
        Kind.CALLBACK_ANSWER: "Shown over the chat when a button is pressed (plain text, at most 200 characters)",
        Kind.ABOUT: "The bot's empty chat (plain text, at most 512 characters)",
        Kind.SHORT_ABOUT: "The bot's profile (plain text, at most 120 characters)",
    }
    for kind, title in titles.items():
        rows = [_message_row(message) for message in MESSAGES.values() if message.kind is kind]
        lines += ["", f"### {title}", "", "| message | when it is said | its own variables |", "|---|---|---|", *rows]
    return lines


def _message_row(message: Message) -> str:
    variables = "<br>".join(f"`{variable.name}`: {_in_cell(variable.meaning)}" for variable in message.variables)
    return f"| `{message.key}` | {message.when} | {variables} |"


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


def _words() -> list[str]:
    sources = read_sources(SHIPPED_MESSAGES)
    indonesian, english = sources[Language.ID].words, sources[Language.EN].words
    rows = [f"| `{name}` | {text} | {english[name]} |" for name, text in indonesian.items()]
    return [
        "## The short words",
        "",
        "Buttons, the menu, and what things are called. Your own go into `messages/id/words.yaml` and",
        "`messages/en/words.yaml`.",
        "",
        "| word | Indonesian | English |",
        "|---|---|---|",
        *rows,
        "",
    ]


if __name__ == "__main__":
    PAGE.write_text(messages_page(), "utf-8")
