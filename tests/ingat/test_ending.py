"""What only the owner can mend ends in one line; a fault of ours keeps its traceback."""

from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from crm.kernel.database import open_database
from crm.kernel.errors import is_unavailable
from ingat.ending import last_words
from ingat.supervision import FatalError
from ingat.telegram import RefusedCallError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FatalError("Do this."), "Do this."),
        (RefusedCallError("setMyCommands", "Bad Request: too long"), "setMyCommands: Bad Request: too long"),
        (aiohttp.ClientPayloadError(), "TELEGRAM_API_BASE"),
        (TimeoutError(), "TELEGRAM_API_BASE"),
        (PermissionError(13, "Permission denied", "/a/file"), "/a/file cannot be used (Permission denied)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_owner_can_mend_is_one_line(error: Exception, words: str) -> None:
    said = last_words(error)
    assert said is not None
    assert words in said
    assert "\n" not in said


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("x"), OSError("of no file")], ids=repr)
def test_a_fault_of_ours_keeps_its_traceback(error: Exception) -> None:
    assert last_words(error) is None


def test_a_file_that_is_damaged_is_a_database_that_cannot_commit(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    database = open_database(f"sqlite:///{path}")
    database.writer.run(lambda session: session.execute(text("CREATE TABLE t (x)")))
    database.close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 2000)
    database = open_database(f"sqlite:///{path}")
    with pytest.raises(Exception, match=r"malformed|cannot commit") as raised:
        database.writer.run(lambda session: session.execute(text("INSERT INTO t VALUES (1)")))
    database.close()
    assert is_unavailable(raised.value)
    assert last_words(raised.value) is not None
