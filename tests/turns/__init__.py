"""Turns on both databases: recorded once, answered once."""
