"""The business: its opening hours, its folder, and the words of its owner."""
