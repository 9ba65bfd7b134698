"""Starts Ingat processes quickly: the slow imports are done once here, and each process is forked from them.

Orders come as lines of JSON on standard input, the process id of each goes back as a line on standard output. When a
process has ended, its exit status (negative: the signal) is in the file `status` of its folder.
"""

import gc
import json
import os
import select
import sys
from pathlib import Path
from typing import Any, NoReturn

import ingat.receiving
import ingat.retrying
import ingat.sending  # noqa: F401 the processes find these imported
from ingat.cli import main as run_ingat
from tests.faults.wiring import wire

LOOK_S = 0.02


def serve() -> None:
    """Fork a process for each order until standard input ends."""
    gc.freeze()
    folders: dict[int, Path] = {}
    print("ready", flush=True)  # noqa: T201 the protocol
    while True:
        if select.select([sys.stdin], [], [], LOOK_S)[0]:
            line = sys.stdin.readline()
            if not line:
                return
            order = json.loads(line)
            process_id = os.fork()
            if process_id == 0:
                _become(order)
            folders[process_id] = Path(order["folder"])
            print(process_id, flush=True)  # noqa: T201 the protocol
        _reap(folders)


def _reap(folders: dict[int, Path]) -> None:
    while folders:
        process_id, status = os.waitpid(-1, os.WNOHANG)
        if process_id == 0:
            return
        folder = folders.pop(process_id)
        (folder / "status.new").write_text(str(os.waitstatus_to_exitcode(status)))
        (folder / "status.new").rename(folder / "status")


def _become(order: dict[str, Any]) -> NoReturn:
    folder = Path(order["folder"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(folder / "stdout", flags, 0o600), 1)
    os.dup2(os.open(folder / "stderr", flags, 0o600), 2)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["ingat", *order["arguments"]]
    status: object = 0
    try:
        wire(order["wiring"])
        run_ingat()
    except SystemExit as end:
        status = end.code
    except BaseException:  # noqa: BLE001 whatever it is, the child must not go on as a launcher
        sys.excepthook(*sys.exc_info())
        status = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    serve()
