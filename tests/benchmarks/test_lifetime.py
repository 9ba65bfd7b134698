"""A benchmark that is killed leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from benchmarks.lifetime import folder_of_this_run

REPOSITORY = Path(__file__).parents[2]

WITH_EVERYTHING = """
import os, subprocess, sys, time
from pathlib import Path
from benchmarks.postgres import running_postgres
from benchmarks.processes import Part, SystemUnderTest
from benchmarks.stub_process import running_stub

def children():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text()

folder = Path(sys.argv[1])
bot = Part(name="a bot", argv=["/bin/sleep", "60"], environment={}, is_ready=lambda: True)
with running_stub(), running_postgres(folder / "postgres"), SystemUnderTest([bot], folder):
    print(children(), flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGHUP])
def test_what_a_killed_benchmark_started_ends_with_it(by: signal.Signals) -> None:
    # Not in pytest's own folder, which it shuts for others: as root, PostgreSQL runs as another user.
    with tempfile.TemporaryDirectory(prefix="ingat-bench-") as folder:
        children = killed(folder, by)
        assert len(children) == 3  # the stub, PostgreSQL and the bot
        assert ended_within(children, 10.0)


def killed(folder: str, by: signal.Signals) -> list[int]:
    """Run a benchmark in a folder until it has started everything, kill it, and return what it had started."""
    with subprocess.Popen(  # noqa: S603 - the program is above
        [sys.executable, "-c", WITH_EVERYTHING, folder], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as benchmark:
        assert benchmark.stdout is not None
        children = [int(pid) for pid in benchmark.stdout.readline().split()]
        benchmark.send_signal(by)
    return children


def ended_within(pids: list[int], most_s: float) -> bool:
    deadline_s = time.monotonic() + most_s
    while any(is_running(pid) for pid in pids):
        if time.monotonic() > deadline_s:
            return False
        time.sleep(0.02)
    return True


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # ended, and waits for an init process to take note


def test_the_folder_of_a_run_is_gone_after_it(tmp_path: Path) -> None:
    with folder_of_this_run(tmp_path) as folder:
        (folder / "ingat.db").touch()
    assert list(tmp_path.iterdir()) == []


def test_the_next_run_removes_what_a_killed_one_left_and_leaves_a_living_ones_alone(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f"run-{dead.pid}-x").mkdir()
    (tmp_path / f"run-{os.getppid()}-x").mkdir()

    with folder_of_this_run(tmp_path) as folder:
        left = {entry.name for entry in tmp_path.iterdir()} - {folder.name}

    assert left == {f"run-{os.getppid()}-x"}
