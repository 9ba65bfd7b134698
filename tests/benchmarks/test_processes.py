"""A system under test is started, watched and ended, whatever it does."""

import os
import sys
from pathlib import Path

import pytest

from benchmarks.processes import Part, SystemFailedError, SystemUnderTest, run_to_its_end

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
POLITE = "import time; print('up', flush=True); time.sleep(60)"


def part(folder: Path, code: str) -> Part:
    return Part(
        name="a bot",
        argv=[sys.executable, "-c", code],
        environment={"PATH": os.environ["PATH"]},
        is_ready=lambda: "up" in (folder / "a-bot.log").read_text(),
    )


def test_a_part_is_measured_while_it_runs(tmp_path: Path) -> None:
    with SystemUnderTest([part(tmp_path, POLITE)], tmp_path) as system:
        system.check()
        memory = system.memory()["a bot"]
        assert 1 < memory.pss_mb <= memory.rss_mb < 100
        assert 0 < system.ready_after_s()["a bot"] < 30
        assert system.cpu_s() >= 0
    assert system.had_to_be_killed == []


def test_a_part_that_does_not_stop_is_killed_and_named(tmp_path: Path) -> None:
    with SystemUnderTest([part(tmp_path, STUBBORN)], tmp_path, stop_timeout_s=0.1) as system:
        pass
    assert system.had_to_be_killed == ["a bot"]


def test_a_part_that_ends_before_it_is_ready_says_why(tmp_path: Path) -> None:
    dying = part(tmp_path, "raise SystemExit('the token is wrong')")
    with pytest.raises(SystemFailedError, match="the token is wrong"), SystemUnderTest([dying], tmp_path):
        pass


def test_a_preparation_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(SystemFailedError, match="no such database"):
        run_to_its_end([sys.executable, "-c", "raise SystemExit('no such database')"], {}, tmp_path)
