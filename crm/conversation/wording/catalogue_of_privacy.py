"""The messages about what is kept of a customer."""

from typing import Final

from crm.conversation.wording.messages import Message

OF_PRIVACY: Final = (
    Message("secret_hidden", "The customer typed a card number, a code, a PIN or a password. It is hidden everywhere."),
)
