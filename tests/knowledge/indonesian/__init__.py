"""Messages as Indonesians type them to the demo shop, with what is right for each."""
