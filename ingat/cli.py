"""Where `ingat` begins."""

import os
import sys

from ingat.services import SERVICES


def main() -> None:
    """Run the command line. What only the owner can mend is said in one line.

    A service by its bare name starts as it is: the command line's library, with the pydantic it brings, would be a
    sixth of the memory of a process that only sends (ADR 8).
    """
    try:
        if (service := SERVICES.get(" ".join(sys.argv[1:]))) is not None:
            service()
            return
        from ingat.commands import app  # noqa: PLC0415 all the rest needs it

        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        from ingat.ending import end_with, last_words  # noqa: PLC0415 only who must end needs it

        words = last_words(error)
        if words is None:
            raise
        end_with(words)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
