"""The Telegram edge: what comes in is translated, what leaves is delivered."""
