"""The product: customers, their history, conversations. No Telegram, no HTTP, no event loop."""
