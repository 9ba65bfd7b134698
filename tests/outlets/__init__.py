"""Customers and whether they can be reached, on both databases."""
