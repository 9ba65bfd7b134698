"""What the bot says, as it must sound in both languages."""
