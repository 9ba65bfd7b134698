"""The chat pages in a real browser."""
