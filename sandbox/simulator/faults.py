"""Ordering faults from a test."""

from typing import Any

from sandbox.simulator.link import Link


class FaultOrders:
    """What shall go wrong. All take `methods`, `chats`, and `times` (the next N calls) or `share` (0 to 1)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def too_many_requests(self, *, retry_after: int = 1, **which: Any) -> int:
        """Answer 429."""
        return await self.order("too_many_requests", retry_after=retry_after, **which)

    async def server_error(self, *, status: int = 500, **which: Any) -> int:
        """Answer 5xx."""
        return await self.order("server_error", status=status, **which)

    async def refused(self, description: str, *, status: int = 400, **which: Any) -> int:
        """Refuse with words of the test's own; with `seconds`, so much later."""
        return await self.order("refused", status=status, description=description, **which)

    async def garbage(self, **which: Any) -> int:
        """Answer 200 with something that is not JSON."""
        return await self.order("garbage", **which)

    async def no_answer(self, **which: Any) -> int:
        """Neither carry out nor answer."""
        return await self.order("no_answer", **which)

    async def accepted_no_answer(self, **which: Any) -> int:
        """Carry out, but do not answer."""
        return await self.order("accepted_no_answer", **which)

    async def closed(self, **which: Any) -> int:
        """Close the connection without carrying out."""
        return await self.order("closed", **which)

    async def accepted_closed(self, **which: Any) -> int:
        """Carry out, and close the connection."""
        return await self.order("accepted_closed", **which)

    async def slow(self, seconds: float, **which: Any) -> int:
        """Answer late."""
        return await self.order("slow", seconds=seconds, **which)

    async def duplicate_updates(self, **which: Any) -> int:
        """Deliver updates twice."""
        return await self.order("duplicate_updates", **which)

    async def reordered_updates(self, **which: Any) -> int:
        """Swap updates on their way to the webhook."""
        return await self.order("reordered_updates", **which)

    async def order(self, kind: str, **fields: Any) -> int:
        """Order any fault; return its id."""
        return int((await self._link.ask("POST", "/sandbox/faults", body={"kind": kind, **fields}))["id"])

    async def end(self, fault_id: int | None = None) -> None:
        """End one fault, or all."""
        await self._link.ask("DELETE", "/sandbox/faults" + (f"/{fault_id}" if fault_id is not None else ""))
