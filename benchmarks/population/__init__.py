"""A business with a million customers, made in minutes by the databases themselves, and kept for the next run."""
