"""What the local Telegram promises to those who test and try with it."""
