"""`python -m tests`: the whole suite, in three processes, for much of it waits; and what could not be tried here."""

import shutil
import sys

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Run the suite and return its exit status."""
    status = pytest.main(["-n", "3", "--dist", "loadfile", *sys.argv[1:]])
    if not any(shutil.which(name) for name in CHROMIUM):
        sys.stdout.write("The browser tests were left out: there is no Chromium. On Debian: apt-get install chromium\n")
    return int(status)


if __name__ == "__main__":
    raise SystemExit(main())
