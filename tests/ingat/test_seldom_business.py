"""A process that only sends reads the business when it needs its words, and is small until then."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingat.seldom_business import BusinessWhenAsked, UnreadableError

DEMO = Path(__file__).parents[2] / "demo"
TOO_LARGE_FOR_A_SENDER = ("aiogram", "alembic", "jinja2", "rapidfuzz", "yaml", "crm.conversation", "crm.knowledge")


def test_a_process_that_only_sends_imports_nothing_that_understands_customers() -> None:
    program = "import sys, ingat.cli, ingat.running, ingat.sending; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603 ours
    imported = set(run.stdout.split())
    assert "telegram.ext" in imported
    assert imported.isdisjoint(TOO_LARGE_FOR_A_SENDER)


def test_the_folder_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    business = BusinessWhenAsked(tmp_path / "business")
    with pytest.raises(UnreadableError):
        business()

    shutil.copytree(DEMO, tmp_path / "business")
    snapshot = business()
    assert snapshot.matcher.articles

    (tmp_path / "business" / "business.yaml").write_text("", encoding="utf-8")
    assert [business(), business(), business()] == [snapshot] * 3
