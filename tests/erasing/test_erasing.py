"""After erasing, nothing that a customer said or is known by is found anywhere; all others keep all that is theirs."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from crm.consent import is_suppressed, take_up_again
from crm.consent.purposes import Purpose
from crm.consent.stating import Evidence
from crm.conversation.snapshot import Snapshot
from crm.customers import Customer
from crm.customers.searching import find_customers
from crm.erasing import begin_erasing
from crm.history import recall, search
from crm.kernel.database import Database
from crm.kernel.erasing import Reason
from crm.kernel.models import AuditEntry, table_of
from ingat.erasing import erase, what_would_go
from tests.conftest import demo_snapshot
from tests.erasing.people import Known, everything, found_in, lives
from tests.turns.shop import Shop

CUSTOMERS, AUDIT = table_of(Customer), table_of(AuditEntry)
SAYINGS = (
    "jam buka {}?", "saya {} mau tanya poin", "pesanan saya 8812 belum sampai {}", "terima kasih {}", "{} itu enak",
    "panggil saya {} ya", "email saya {}@contoh.test", "saya suka kopi {}", "refund {} dong",
)  # fmt: skip


def erased(database: Database, customer_id: int, media: Path, *, only_this: bool = False) -> None:
    erase(database, customer_id, media, only_this=only_this, reason=Reason.ASKED, actor="owner")


@settings(
    max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(sayings=st.lists(st.sampled_from(SAYINGS), max_size=6), round_=st.uuids())
def test_nothing_of_an_erased_customer_is_found_and_nobody_else_loses_anything(
    database: Database, tmp_path: Path, sayings: list[str], round_: Any
) -> None:
    snapshot = demo_snapshot()  # as a fixture hypothesis would write all of it down
    number = str(round_.int)[:2]
    gone = Known(database, snapshot, mark=f"zebra{round_.hex[:8]}", number=f"1{number}")
    stays = Known(database, snapshot, mark=f"koala{round_.hex[:8]}", number=f"2{number}")
    for person in (gone, stays):
        asyncio.run(lives(person, [saying.format(person.mark + str(at)) for at, saying in enumerate(sayings)]))
    customer_id = gone.talk().customer_id
    before = everything(database)
    assert len({found.split(":")[0] for found in found_in(before, gone.traces())}) >= 12, "they must be all over"

    erased(database, customer_id, tmp_path)

    after = everything(database)
    assert found_in(after, gone.traces()) == []
    assert found_in(after, stays.traces()) == found_in(before, stays.traces())
    assert {table: len(rows) for table, rows in after.items() if table in COUNTED} == {
        table: len(rows) for table, rows in before.items() if table in COUNTED
    }
    with database.reading() as session:
        assert search(session, gone.mark).lines == []
        assert find_customers(session, f"{gone.mark}nama") == []
        assert [line.kind for line in recall(session, customer_id).lines] == ["erased"] * len(
            recall(session, customer_id).lines
        )
        assert recall(session, customer_id).lines
        noted = session.execute(select(AUDIT).where(AUDIT.c.subject == f"customer:{customer_id}")).all()
    assert [(row.actor, row.action) for row in noted if "erased" in row.action] == [("owner", "customer.erased:asked")]


COUNTED = ("customers", "interactions", "cases", "orders", "consents", "facts", "media", "turn_meanings")


async def test_who_writes_again_from_the_same_chat_is_somebody_new(shop: Shop, tmp_path: Path) -> None:
    await shop.say("Pesanan 4411 sampai pecah")
    before = shop.talk().customer_id
    erased(shop.database, before, tmp_path)
    assert shop.conversation() is None
    await shop.say("/start")
    assert shop.talk().customer_id != before
    assert "asisten virtual" in shop.replies()[0]
    await shop.say("/history")
    assert "4411" not in shop.replies()[-1]


async def test_a_stop_outlives_the_customer_and_their_own_new_yes_ends_it(shop: Shop, tmp_path: Path) -> None:
    await shop.say("/stop")
    erased(shop.database, shop.talk().customer_id, tmp_path)
    await shop.say("/start")
    new = shop.talk().customer_id
    with shop.database.reading() as session:
        assert is_suppressed(session, new)
    evidence = Evidence(shop.lines()[0].id, shop.clock(), "own-words")
    shop.database.writer.run(lambda session: take_up_again(session, new, [Purpose.OFFERS], evidence))
    with shop.database.reading() as session:
        assert not is_suppressed(session, new)


async def test_who_never_stopped_leaves_no_fingerprint(shop: Shop, tmp_path: Path) -> None:
    await shop.say("/start")
    erased(shop.database, shop.talk().customer_id, tmp_path)
    assert everything(shop.database)["suppressed_addresses"] == []


async def test_what_waits_to_be_sent_is_not_sent(shop: Shop, tmp_path: Path) -> None:
    await shop.say("jam buka?")
    customer_id = shop.talk().customer_id
    erased(shop.database, customer_id, tmp_path)
    with shop.database.reading() as session:
        rows = session.execute(text("SELECT state, reason, due_at FROM deliveries")).all()
    assert [tuple(row) for row in rows] == [("suppressed", "erased", None)]


async def test_nobody_is_reminded_of_who_was_erased(shop: Shop, tmp_path: Path) -> None:
    await shop.say("/human tolong")
    before = everything(shop.database)["handoffs"]
    erased(shop.database, shop.talk().customer_id, tmp_path)
    with shop.database.reading() as session:
        rows = session.execute(text("SELECT outcome, next_at, waits_since FROM handoffs")).all()
    assert len(before) == 1
    assert [tuple(row) for row in rows] == [("erased", None, None)]


async def test_cut_off_after_the_first_step_the_same_again_does_the_rest(shop: Shop, tmp_path: Path) -> None:
    await shop.say("Pesanan 4411 sampai pecah")
    customer_id = shop.talk().customer_id
    shop.database.writer.run(
        lambda session: begin_erasing(
            session, customer_id, only_this=False, reason=Reason.LAW, actor="owner", at=shop.clock()
        )
    )
    assert found_in(everything(shop.database), ["4411"])
    erased(shop.database, customer_id, tmp_path)
    assert not found_in(everything(shop.database), ["4411", str(shop.user_id)])


async def test_a_file_that_is_kept_is_deleted(shop: Shop, tmp_path: Path) -> None:
    await shop.say(None, document={"file_id": "f", "file_unique_id": "u", "file_name": "struk.pdf"})
    (tmp_path / "struk").write_bytes(b"...")
    shop.database.writer.run(lambda session: session.execute(text("UPDATE media SET path = 'struk', state = 'kept'")))
    erased(shop.database, shop.talk().customer_id, tmp_path)
    assert not (tmp_path / "struk").exists()


async def test_only_this_one_leaves_the_others_of_the_same_person(
    database: Database, snapshot: Snapshot, tmp_path: Path
) -> None:
    person = Known(database, snapshot, mark="tapir", number="31")
    await lives(person, [])
    chat_customer = person.talk().customer_id
    meant = what_would_go(database, chat_customer, only_this=False)
    assert len(meant.customer_ids) == 2
    erased(database, chat_customer, tmp_path, only_this=True)
    [other] = set(meant.customer_ids) - {chat_customer}
    with database.reading() as session:
        assert session.scalar(select(CUSTOMERS.c.name).where(CUSTOMERS.c.id == other)) == "tapir lengkap"


def test_nobody_is_erased_by_a_wrong_number(database: Database, tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        erased(database, 999, tmp_path)
