"""Conversations as data, played through the whole path."""
