"""How far the stub is from being what limits: messages a second that a bare client gets accepted, and their cost."""

import asyncio
from dataclasses import dataclass
from typing import Final

from benchmarks.bench import Bench
from benchmarks.figures_of_a_run import rate_per_s
from benchmarks.report import Figure, Section
from benchmarks.stub.loads import FIRST_CHAT_ID

_MESSAGES: Final = 20_000
_CONNECTIONS: Final = 32
_BODY: Final = b'{"chat_id":%d,"text":"Your order is on its way and should arrive tomorrow."}'
_HEAD: Final = (
    b"POST /bot42:token/sendMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n"
)
_NAME: Final = "bare client"


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the stub can take, and the processor time it needs for one message."""

    messages_per_s: float
    cpu_us: float


def measure(bench: Bench) -> Section:
    """Send on kept-alive connections, as fast as answers come."""
    measured = bench.interleaved({_NAME: lambda: _run(bench)})
    runs = measured.runs.get(_NAME, [])
    return Section(
        title="The stub itself",
        figures=[
            Figure(label="sendMessage of a bare client", unit="messages/s", runs=[run.messages_per_s for run in runs]),
            Figure(label="the stub's processor time for each", unit="µs", runs=[run.cpu_us for run in runs]),
        ]
        if runs
        else [],
        failures=measured.failures,
    )


def _run(bench: Bench) -> Capacity:
    count = bench.scaled(_MESSAGES)
    with bench.setting() as setting:
        setting.stub.observe()
        asyncio.run(_send(setting.stub.port, count))
        results = setting.stub.results()
    accepted_at_s = [at_s for at_s, _ in results.accepted]
    return Capacity(
        messages_per_s=rate_per_s(accepted_at_s, since_s=accepted_at_s[0], of=count),
        cpu_us=results.cpu_s / len(accepted_at_s) * 1e6,
    )


async def _send(port: int, count: int) -> None:
    numbers = iter(range(count))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            body = _BODY % (FIRST_CHAT_ID + number)
            writer.write(_HEAD % len(body) + body)
            await reader.readuntil(b"}}")
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(client() for _ in range(_CONNECTIONS)))
