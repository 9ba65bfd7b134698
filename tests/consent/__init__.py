"""Answers, on a real database."""
