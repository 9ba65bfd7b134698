"""Links into the chat: nobody can make one up, a receipt's works once, a poster's for all until it expires."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crm.customers.deep_links import LONGEST_PAYLOAD, LinkKind, pack_link, unpack_link
from crm.customers.linking import Arrival, follow_link, new_link
from crm.customers.models import DeepLinkUse
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.talking import NOON, someone

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
USES = table_of(DeepLinkUse)


@given(st.integers(0, 2**48 - 1))
def test_a_payload_is_what_telegram_takes_and_carries_its_number(link_id: int) -> None:
    payload = pack_link(KEY, link_id)
    assert len(payload) <= LONGEST_PAYLOAD
    assert payload.replace("-", "").replace("_", "").isalnum()
    assert unpack_link(KEY, payload) == link_id
    assert unpack_link(OTHER_KEY, payload) is None


@given(st.text(max_size=80))
def test_what_was_not_signed_is_no_link(payload: str) -> None:
    assert unpack_link(KEY, payload) is None


def _make(database: Database, kind: LinkKind, valid_for: timedelta | None = None) -> str:
    return database.writer.run(
        lambda session: new_link(
            session,
            kind=kind,
            source="kasir",
            outlet="Kemang",
            receipt="R-1",
            at=NOON,
            actor="owner",
            valid_for=valid_for,
        )
    )


def _follow(database: Database, payload: str, customer_id: int, after: timedelta = timedelta(0)) -> Arrival:
    return database.writer.run(lambda session: follow_link(session, payload, customer_id, NOON + after)).arrival


def test_a_receipts_link_is_used_up_by_the_first(database: Database) -> None:
    siti, budi = someone(database), someone(database)
    payload = _make(database, LinkKind.RECEIPT)
    assert _follow(database, payload, siti.customer_id) is Arrival.TAKEN
    assert _follow(database, payload, siti.customer_id) is Arrival.AGAIN
    assert _follow(database, payload, budi.customer_id) is Arrival.USED
    with database.reading() as session:
        assert session.execute(select(USES.c.customer_id)).scalars().all() == [siti.customer_id]


def test_a_posters_link_works_for_everybody(database: Database) -> None:
    payload = _make(database, LinkKind.POSTER)
    assert [_follow(database, payload, someone(database).customer_id) for _ in range(3)] == [Arrival.TAKEN] * 3


@pytest.mark.parametrize("kind", LinkKind)
def test_a_link_expires(database: Database, kind: LinkKind) -> None:
    payload = _make(database, kind, timedelta(hours=1))
    siti = someone(database).customer_id
    assert _follow(database, payload, siti, timedelta(hours=1)) is Arrival.EXPIRED
    assert _follow(database, payload, siti, timedelta(minutes=59)) is Arrival.TAKEN


def test_a_link_of_another_installation_is_unknown(database: Database) -> None:
    siti = someone(database).customer_id
    assert _follow(database, pack_link(KEY, 1), siti) is Arrival.UNKNOWN, "no link was ever made here"
    _make(database, LinkKind.POSTER)
    assert _follow(database, pack_link(KEY, 1), siti) is Arrival.UNKNOWN
