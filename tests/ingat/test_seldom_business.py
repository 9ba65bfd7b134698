"""A process that only sends reads the business when it needs its words, and is small until then."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingat.seldom_business import BusinessWhenAsked, UnreadableError

DEMO = Path(__file__).parents[2] / "demo"
TOO_LARGE_FOR_A_SENDER = {
    *("aiogram", "alembic", "jinja2", "pydantic", "rapidfuzz", "typer", "yaml"),
    *("crm.conversation", "crm.knowledge"),
}


def test_a_process_that_only_sends_imports_nothing_that_understands_customers() -> None:
    program = "import ingat.cli, ingat.logs, ingat.running, ingat.sending, ingat.settings"
    _, imported = _imported_by(program)
    assert "telegram.ext" in imported
    assert imported.isdisjoint(TOO_LARGE_FOR_A_SENDER)


@pytest.mark.parametrize("service", ["run", "bot", "sender", "demo"])
def test_a_service_starts_without_the_library_of_the_command_line(service: str) -> None:
    words, imported = _imported_by("from ingat.cli import main; main()", service, INGAT_HTTP_PORT="x")
    assert words == "ingat: Setting INGAT_HTTP_PORT: it must be a whole number"
    assert imported.isdisjoint({"typer", "pydantic"})


def _imported_by(program: str, *arguments: str, **environment: str) -> tuple[str, set[str]]:
    """Return the last words of a Python of its own, and which modules it had in the end."""
    told = f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); {program}"
    run = subprocess.run(  # noqa: S603 ours
        [sys.executable, "-c", told, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    return run.stderr.strip(), set(run.stdout.split())


def test_the_folder_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    business = BusinessWhenAsked(tmp_path / "business")
    with pytest.raises(UnreadableError):
        business()

    shutil.copytree(DEMO, tmp_path / "business")
    snapshot = business()
    assert snapshot.matcher.articles

    (tmp_path / "business" / "business.yaml").write_text("", encoding="utf-8")
    assert [business(), business(), business()] == [snapshot] * 3
