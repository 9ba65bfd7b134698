"""Ingat as it is installed from a wheel."""
