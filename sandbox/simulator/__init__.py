"""People for tests: they write, press and wait for answers, over real HTTP.

async with Simulator(url) as telegram:
    siti = await telegram.user("Siti Demo", language="id")
    await siti.says("halo")
    reply = await siti.sees(contains="Halo")
    await siti.presses("Ya")
"""

from sandbox.simulator.conversation import Conversation, NotSeen, SeenMessage
from sandbox.simulator.faults import FaultOrders
from sandbox.simulator.group import SimulatedGroup
from sandbox.simulator.link import Refused
from sandbox.simulator.person import Person
from sandbox.simulator.telegram import Simulator

__all__ = [
    "Conversation",
    "FaultOrders",
    "NotSeen",
    "Person",
    "Refused",
    "SeenMessage",
    "SimulatedGroup",
    "Simulator",
]
