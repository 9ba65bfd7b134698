"""Receiving: every update to its end."""
