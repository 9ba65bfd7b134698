"""The rule of leaving."""
