"""A local Telegram, for trying Ingat without a token and for its tests."""
