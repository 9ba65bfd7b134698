"""What every package stands on: the database and its Writer, moments, errors, leases, the audit."""
