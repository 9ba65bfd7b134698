"""A process knows whether another one on this machine is gone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.processes import is_gone, name_of_this_process

SAYS_ITS_NAME = (
    "import sys; from bot.processes import name_of_this_process as n; print(n(), flush=True); sys.stdin.read()"
)

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells")


def test_a_running_process_is_not_gone_and_a_killed_one_is() -> None:
    command = [sys.executable, "-c", SAYS_ITS_NAME]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not is_gone(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it is dead, and its parent has not collected it yet
        assert is_gone(name)
    assert is_gone(name)


def test_every_name_is_another_though_the_process_is_the_same() -> None:
    assert name_of_this_process() != name_of_this_process()
    assert not is_gone(name_of_this_process())


def test_a_process_that_has_the_number_of_another_is_another() -> None:
    boot, namespace, process_id, start, own = name_of_this_process().split("/")
    assert is_gone(f"{boot}/{namespace}/{process_id}/{int(start) - 1}/{own}")


def test_of_other_machines_and_unknown_names_nothing_is_known() -> None:
    _, namespace, _, start, own = name_of_this_process().split("/")
    assert not is_gone(f"another-boot/{namespace}/999999/{start}/{own}")
    assert not is_gone("0c5b1b3e")
    assert not is_gone("")
