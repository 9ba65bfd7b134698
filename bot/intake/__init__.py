"""Receiving: every update ends handled, parked or not acknowledged (ADR 3)."""
