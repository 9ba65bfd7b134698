"""What Ingat promises, as tests."""
