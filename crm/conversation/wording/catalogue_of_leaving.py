"""The messages about what did not leave."""

from typing import Final

from crm.conversation.wording.messages import Kind, Message, Variable

OF_LEAVING: Final = (
    Message(
        "staff_marketing_failed",
        "To the team, once a day and reason: offers or greetings failed. No words of theirs, no customer.",
        (
            Variable(
                "reason",
                "why: too_late, quiet_hours, or as Telegram says it",
                ("too_late", "quiet_hours", "bad <request>"),
            ),
        ),
        Kind.STAFF,
    ),
)
