"""Cases, on both databases."""
