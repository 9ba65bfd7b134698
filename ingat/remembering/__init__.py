"""Recall and search for the people of the business, at the command line."""
