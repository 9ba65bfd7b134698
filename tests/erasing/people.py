"""People whose words and numbers can be told from all others' in whatever is stored, and looking for them there."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import MetaData, Table, inspect, select, text

from bot.models import ParkedUpdate
from crm.cases import promise_in_case, solve_case
from crm.consent import Purpose
from crm.customers import merge
from crm.customers.deep_links import LinkKind
from crm.customers.importing import import_customers
from crm.customers.linking import new_link
from crm.customers.records import CustomerRecord
from crm.history import Contact, ContactChannel, Content, Priority, add_contact, find_talk, queue_outbound
from crm.history.topics import open_topic
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders.recording import OrderRecord, record_order
from tests.history.remembering import index
from tests.turns.shop import Shop

PARKED = table_of(ParkedUpdate)
_user_ids = count(8_931_427_650)  # so long that no moment and no other number holds one
INDEXES = ("interaction_words", "customer_names", "name_parts")
"""On SQLite these hold no rows that could be read: they are asked instead."""


@dataclass
class Known(Shop):
    """A customer whose every word holds `mark`: another person's mark is nowhere in what is theirs."""

    mark: str = "zebra"
    number: str = "77"
    user_id: int = field(default_factory=lambda: next(_user_ids))

    def person(self) -> dict[str, Any]:
        return {**super().person(), "first_name": f"{self.mark}nama", "username": f"{self.mark}_user"}

    @property
    def phone(self) -> str:
        return f"+62812000{self.number}{self.number}{self.number[0]}"

    @property
    def card(self) -> str:
        return f"KA{self.number}{self.number}{self.number}"

    def traces(self) -> list[str]:
        """All by which this person could be told: nothing of it may be found once they are erased."""
        return [self.mark, str(self.user_id), self.phone, self.phone.removeprefix("+62"), self.card]


async def lives(person: Known, words: Iterable[str]) -> None:
    """Let somebody say things, complain, share their number, and be written of, called, sold to and parked."""
    await person.say("/start")
    for each in words:
        await person.say(each)
    await person.say(f"Pesanan 4411 sampai pecah {person.mark}rusak", photo=None)
    await person.say(f"alamat saya Jl. {person.mark} nomor 5, Bandung")
    contact = {"phone_number": person.phone, "first_name": f"{person.mark}nama", "user_id": person.user_id}
    await person.say(None, contact=contact)
    file = {"file_id": f"{person.mark}-file", "file_unique_id": "u", "file_name": f"{person.mark}.pdf"}
    await person.say(None, document=file)
    await person.say("/human tolong " + person.mark)
    await asyncio.to_thread(person.database.writer.run, lambda session: _is_written_of(session, person))
    index(person.database)


def _is_written_of(session: Session, person: Known) -> None:
    talk = find_talk(session, "telegram", str(person.bot.id), str(person.user_id))
    assert talk is not None
    now, mark = person.clock(), person.mark
    record = CustomerRecord(
        name=f"{mark} lengkap", source_id=f"{mark}-1", card=person.card, email=f"{mark}@contoh.test",
        address=f"Jl. {mark} 5", city=mark,
    )  # fmt: skip
    import_customers(session, "import", [record], now)
    known_id = session.scalar(text("SELECT max(id) FROM customers"))
    merge(session, talk.customer_id, known_id, evidence={"because": f"{mark} said so"}, actor="owner", at=now)
    record_order(
        session, "shop",
        OrderRecord(number=f"55{person.number}", state_words="Dikirim", as_of=now, card=person.card,
                    customer_source_id=f"{mark}-1", customer_id=known_id, tracking_number=f"RESI{mark}"),
        now,
    )  # fmt: skip
    called = Contact(customer_id=talk.customer_id, channel=ContactChannel.CALL, is_inbound=True, at=now,
                     words=f"{mark} menelepon", by="sari")  # fmt: skip
    add_contact(session, called, now)
    for case_id in session.execute(text("SELECT id FROM cases WHERE customer_id = :of"), {"of": talk.customer_id}):
        promise_in_case(session, case_id[0], f"{mark} dikirim", now + timedelta(days=1), "agent:7", now)
        solve_case(session, case_id[0], f"pengganti untuk {mark}", "agent:7", now)
    offer = Content(html=f"Untuk {mark}", priority=Priority.MARKETING, purpose=Purpose.OFFERS)
    queue_outbound(session, talk, offer, key=f"offer:{mark}", now=now)
    open_topic(session, talk.chat_id, key=f"topic:{talk.customer_id}", name=f"{mark} di topik", at=now,
               customer_id=talk.customer_id)  # fmt: skip
    new_link(session, kind=LinkKind.RECEIPT, source="kasir", at=now, actor="owner")
    raw = f'{{"update_id": 1, "message": {{"chat": {{"id": {person.user_id}}}, "text": "{mark}"}}}}'
    session.execute(
        PARKED.insert(),
        {"bot_id": person.bot.id, "update_id": person.user_id, "raw": raw, "error": mark, "parked_at": now},
    )


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, but those in which SQLite keeps an index of words in a form of its own."""
    with database.reading() as session:
        names = inspect(session.connection).get_table_names()
        if session.is_sqlite:
            names = [name for name in names if not name.startswith(INDEXES)]
        return {name: [tuple(row) for row in session.execute(select(_table(session, name)))] for name in sorted(names)}


def _table(session: Session, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=session.connection)


def found_in(rows: dict[str, list[tuple[Any, ...]]], traces: Iterable[str]) -> list[str]:
    """Return where one of the traces stands in what is stored."""
    wanted = [trace.casefold() for trace in traces]
    return [
        f"{table}: {row}"
        for table, stored in rows.items()
        for row in stored
        if any(trace in str(value).casefold() for value in row for trace in wanted)
    ]
