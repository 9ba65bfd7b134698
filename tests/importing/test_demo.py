"""A newcomer finds a shop with customers and orders."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from crm.customers.finding import find_known
from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.orders import Order
from ingat.demo import DEMO_BUSINESS
from ingat.importing.business import ImportingBusiness
from ingat.importing.demo import bring_in
from sandbox.options import DEMO_PEOPLE
from tests.importing.files import count, customers

ORDERS = table_of(Order)
LATER = datetime(2028, 5, 17, 3, 0, tzinfo=UTC)


def test_everybody_on_the_first_screen_is_known_by_their_phone(database: Database) -> None:
    bring_in(database, DEMO_BUSINESS, ImportingBusiness(), LATER)
    for person in DEMO_PEOPLE:
        with database.reading() as session:
            (known,) = find_known(session, "phone", str(person.phone_number), besides=0)
        assert known.name == person.name


def test_whenever_it_starts_what_is_known_is_of_yesterday(database: Database) -> None:
    bring_in(database, DEMO_BUSINESS, ImportingBusiness(), LATER)
    with database.reading() as session:
        newest = max(session.execute(select(ORDERS.c.as_of)).scalars())
        assert all(owner is not None for owner in session.execute(select(ORDERS.c.customer_id)).scalars())
    assert timedelta(hours=12) < LATER - newest < timedelta(days=2)
    assert customers(database)[0]["birthday"].isoformat() == "1991-04-14"


def test_started_again_it_has_the_same_customers_and_orders(database: Database) -> None:
    for days in (0, 0, 3):
        bring_in(database, DEMO_BUSINESS, ImportingBusiness(), LATER + timedelta(days=days))
    assert (count(database, "customers"), count(database, "orders"), count(database, "order_state_changes")) == (
        6,
        5,
        5,
    )


def test_everybody_is_plainly_fictional() -> None:
    names = re.findall(
        r"^D-\d+,([^,]+),", (DEMO_BUSINESS / "import" / "pelanggan.csv").read_text("utf-8"), re.MULTILINE
    )
    assert names
    assert all(name.endswith((" Demo", " Contoh")) for name in names)
