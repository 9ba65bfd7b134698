"""One turn: understand, remember, decide."""
