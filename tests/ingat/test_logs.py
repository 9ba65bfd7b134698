"""What is logged never holds a token or a customer's words."""

import logging
import os
import subprocess
import sys

import pytest

from ingat.logs import hide_tokens

TOKEN = "123456789:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
WORDS = "my card number is 4111"

PROGRAM = f"""
import logging, structlog
from ingat.logs import set_up_logs
set_up_logs("info")
log = structlog.get_logger("x")
log.info("asked", url="https://api.telegram.org/bot{TOKEN}/getMe", where=["{TOKEN}"], error=ValueError("{TOKEN}"))
log.debug("too quiet to be heard")
try:
    raise ValueError("{WORDS} {TOKEN}")
except ValueError:
    log.exception("failed", conversation=7)
    logging.getLogger("library").exception("it said {WORDS} with {TOKEN}")
logging.getLogger("library").error("{WORDS}", stack_info=True)
"""


@pytest.fixture(scope="module")
def logged() -> str:
    """What a program that has set its logs up writes when it is not careful."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == ""
    return done.stderr


def test_a_token_is_hidden_wherever_it_stands(logged: str) -> None:
    assert TOKEN not in logged
    assert "bot[token]/getMe" in logged


def test_an_exception_shows_where_it_came_from_and_not_what_it_says(logged: str) -> None:
    assert WORDS not in logged
    assert "error=ValueError" in logged
    assert "conversation=7" in logged


def test_the_libraries_are_heard_without_their_words(logged: str) -> None:
    assert "ERROR library" in logged


def test_what_is_below_the_level_is_not_written(logged: str) -> None:
    assert "too quiet" not in logged


def test_what_is_no_token_stays_as_it_is() -> None:
    event = {"event": "sent", "at": "12:30:45", "count": 3, "ids": [1, 2]}
    assert hide_tokens(logging.getLogger(), "info", dict(event)) == event


UNHEARD = """
import os, structlog
from ingat.logs import set_up_logs
set_up_logs("info")
log = structlog.get_logger("x")
log.warning("first", dropped="it is buffered nowhere")
os.dup2(os.open(os.devnull, os.O_RDONLY), 2)
log.warning("to where nothing can be written")
print("it goes on")
"""


def test_a_log_that_nobody_can_read_stops_nobody() -> None:
    """A Writer whose warning met a broken pipe ended there, and whoever waited for it waited for ever."""
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-c", UNHEARD]
    done = subprocess.run(program, check=False, stdout=subprocess.PIPE, stderr=writing, text=True)  # noqa: S603
    os.close(writing)
    assert (done.returncode, done.stdout) == (0, "it goes on\n")
