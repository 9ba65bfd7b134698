"""`ingat run` as a process of its own, without a token: the sandbox with the demo shop."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")
_SETTINGS = ("INGAT_", "TELEGRAM_", "DATABASE_URL")
_READY_WITHIN_S = 60.0
_ENDS_WITHIN_S = 15.0


@asynccontextmanager
async def ingat_in_its_sandbox(data: Path) -> AsyncIterator[str]:
    """Run Ingat with its data in the folder `data`, on free ports, and give the address of the pages that it prints.

    Raises RuntimeError if it ends, or prints none within a minute.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    environment |= {"INGAT_DATA_DIR": str(data), "INGAT_SANDBOX_PORT": "0", "INGAT_HTTP_PORT": "0"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingat", "run", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        address = await _address(process.stdout)
        draining = asyncio.create_task(process.stdout.read())
        yield address
        await _end(process)
        await draining
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        raise RuntimeError(f"`ingat run` ended by itself with {process.returncode}.")
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(_ENDS_WITHIN_S):
        await process.wait()


async def _address(output: asyncio.StreamReader) -> str:
    printed = b""
    try:
        async with asyncio.timeout(_READY_WITHIN_S):
            async for line in output:
                printed += line
                if found := _ADDRESS.search(line):
                    return found.group().decode()
    except TimeoutError:
        raise RuntimeError(f"`ingat run` printed no address in {_READY_WITHIN_S:.0f} s:\n{printed.decode()}") from None
    raise RuntimeError(f"`ingat run` ended:\n{printed.decode()}")
