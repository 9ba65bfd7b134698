"""Bringing in what other systems of the business know: customers, orders, contacts made elsewhere."""
