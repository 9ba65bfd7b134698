"""What Ingat promises when things go wrong: real processes, killed and starved, against the sandbox."""
