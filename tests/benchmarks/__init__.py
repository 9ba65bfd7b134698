"""The benchmark counts what it says it counts."""
