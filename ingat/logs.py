"""Structured logs that never hold a token or a customer's words."""

import logging
import re
import sys
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")  # also behind "bot", as it stands in the addresses of the Bot API


def hide_tokens(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace whatever looks like a bot's token, wherever in the entry it stands."""
    return {name: _hidden(value) for name, value in event.items()}


def _hidden(value: Any) -> Any:
    shown = str(value)
    return _TOKEN.sub("[token]", shown) if _TOKEN.search(shown) else value


def _without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Show where an exception came from, not what it says: a message may quote a customer or a statement's values."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _where(error.__traceback__)
    return event


def _where(trace: TracebackType | None) -> str:
    frames = []
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames[-6:])


class _WithoutWords(logging.Formatter):
    """Says which library is in trouble, and where: its messages and tracebacks may quote anything."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 the name is the standard library's
        kind, _, trace = ei
        return f"{kind.__name__ if kind else None} in {_where(trace)}"


class _StandardError:
    """Writes a line to standard error as it is at that moment.

    What cannot be written is dropped: a pipe that nobody reads or a full disk behind the log must not end the thread
    that wanted to say something, least of all the Writer's.
    """

    def msg(self, line: str) -> None:
        try:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):  # broken, full; closed; there is none
            return

    log = debug = info = warn = warning = error = err = critical = fatal = failure = exception = msg


def set_up_logs(level: str) -> None:
    """Write one line an event to standard error; the libraries' own warnings among them."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_values,
            hide_tokens,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutWords("%(levelname)s %(name)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])
