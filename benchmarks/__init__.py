"""What Ingat is measured by."""
