"""Deliver: the only code that sends content to Telegram, on python-telegram-bot."""

import os

# Without it, python-telegram-bot 22 warns at every 429 that its `retry_after` will become a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")
