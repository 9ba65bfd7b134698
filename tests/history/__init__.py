"""The contact history and the outbox, on both databases."""
