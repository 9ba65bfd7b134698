"""`python -m ingat` is `ingat`."""

from ingat.cli import main

main()
