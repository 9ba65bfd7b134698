"""Start the stub on a free port of the loopback, print the port, and serve until SIGTERM."""

import asyncio
import gc
import signal
import sys
import time

from benchmarks.stub.control import Control
from benchmarks.stub.http import HttpConnection


async def serve() -> None:
    """Serve until SIGTERM or SIGINT. The first line on stdout is the port."""
    loop = asyncio.get_running_loop()
    control = Control(clock=time.monotonic, unix_time_s=time.time)
    server = await loop.create_server(lambda: HttpConnection(control.handle), "127.0.0.1", 0, backlog=1024)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    gc.disable()  # it lives for minutes, and a collection would be seen as the bot's latency
    asyncio.run(serve())
