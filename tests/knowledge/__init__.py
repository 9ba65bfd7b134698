"""What the business knows, found in what customers ask."""
