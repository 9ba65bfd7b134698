"""Taking over the orders of another system."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from crm.kernel.database import Database
from crm.kernel.models import table_of
from crm.orders import Order, OrderState, OrderStateChange
from tests.importing.files import NOW, count, counted, everything, imported, imported_orders, written

ORDERS, CHANGES = table_of(Order), table_of(OrderStateChange)
HEADING = "Nomor Pesanan;Status;Per;Tanggal;Kurir;No Resi;HP;Total"


def orders(database: Database) -> list[tuple[str, str, int | None]]:
    """Return number, state and owner of all orders."""
    with database.reading() as session:
        rows = session.execute(select(ORDERS.c.number, ORDERS.c.state, ORDERS.c.customer_id).order_by(ORDERS.c.number))
        return [(number, str(state), customer_id) for number, state, customer_id in rows]


def test_an_order_belongs_to_who_has_its_phone(database: Database, tmp_path: Path) -> None:
    imported(database, written(tmp_path, "nama,hp", "Siti,081234567890"))
    file = written(tmp_path, HEADING, "#4411;Dikirim;3/11/2026 14:00;1/11/2026;JNE;JP123;0812-3456-7890;Rp125.000")
    assert counted(imported_orders(database, file)) == (1, 0, 0, 0)
    with database.reading() as session:
        (order,) = session.execute(select(ORDERS)).mappings().all()
    assert order["customer_id"] is not None
    assert (order["number"], order["state"], order["courier"], order["tracking_number"], order["total"]) == (
        "4411", OrderState.SHIPPED, "JNE", "JP123", 125_000,
    )  # fmt: skip
    assert order["as_of"] == datetime(2026, 11, 3, 7, 0, tzinfo=UTC)


def test_a_phone_that_a_family_shares_makes_nobody_the_owner(database: Database, tmp_path: Path) -> None:
    imported(database, written(tmp_path, "nama,hp", "Siti,081234567890", "Budi,081234567890"))
    imported_orders(database, written(tmp_path, HEADING, "4411;Dikirim;;;;;081234567890;", name="o.csv"))
    assert orders(database) == [("4411", "shipped", None)]


def test_an_order_whose_customer_comes_later_finds_them_when_it_is_imported_again(
    database: Database, tmp_path: Path
) -> None:
    file = written(tmp_path, HEADING, "4411;Dikirim;;;;;081234567890;", name="o.csv")
    imported_orders(database, file)
    imported(database, written(tmp_path, "nama,hp", "Siti,081234567890"))
    assert counted(imported_orders(database, file)) == (0, 1, 0, 0)
    assert orders(database)[0][2] is not None


def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    file = written(
        tmp_path, HEADING, "4411;Dikirim;3/11/2026;;;;;", "4411;Dikemas;2/11/2026;;;;;", "4412;Selesai;;;;;;",
        "4411;Dikemas;2/11/2026;;;;;",
    )  # fmt: skip
    assert counted(imported_orders(database, file)) == (2, 1, 1, 0)
    before = everything(database)
    assert counted(imported_orders(database, file)) == (0, 0, 4, 0)
    assert everything(database) == before


def test_the_newer_state_holds_whichever_comes_first_and_all_are_kept(database: Database, tmp_path: Path) -> None:
    imported_orders(database, written(tmp_path, HEADING, "4411;Dikirim;3/11/2026;;;;;"))
    imported_orders(database, written(tmp_path, HEADING, "4411;Dikemas;2/11/2026;;JNE;;;"))
    imported_orders(database, written(tmp_path, HEADING, "4411;Selesai;5/11/2026;;;;;"))
    with database.reading() as session:
        states = session.execute(select(CHANGES.c.state).order_by(CHANGES.c.as_of)).scalars().all()
        assert session.scalar(select(ORDERS.c.courier)) == "JNE"
    assert states == [OrderState.PREPARING, OrderState.SHIPPED, OrderState.DELIVERED]
    assert orders(database)[0][1] == "delivered"


def test_without_a_time_of_its_own_a_row_tells_how_things_stood_when_the_file_was_saved(
    database: Database, tmp_path: Path
) -> None:
    file = written(tmp_path, "order number,status", "4411,Shipped")
    saved = NOW - timedelta(days=2)
    os.utime(file, (saved.timestamp(), saved.timestamp()))
    imported_orders(database, file)
    with database.reading() as session:
        assert session.scalar(select(ORDERS.c.as_of)) == saved


def test_words_of_the_system_s_own_are_kept_as_they_are(database: Database, tmp_path: Path) -> None:
    imported_orders(database, written(tmp_path, "no pesanan,status", "4411,Menunggu biji dari Gayo"))
    with database.reading() as session:
        row = session.execute(select(ORDERS.c.state, ORDERS.c.state_words)).one()
    assert tuple(row) == (OrderState.OTHER, "Menunggu biji dari Gayo")


def test_a_row_without_number_or_state_is_refused(database: Database, tmp_path: Path) -> None:
    said: list[str] = []
    file = written(tmp_path, "no pesanan,status,total", ",Dikirim,1", "4411,,1", "4412,Dikirim,murah")
    assert counted(imported_orders(database, file, said)) == (0, 0, 0, 3)
    assert [line[:7] for line in said] == ["line 2:", "line 3:", "line 4:"]


def test_no_import_says_anything_to_anybody(database: Database, tmp_path: Path) -> None:
    imported_orders(database, written(tmp_path, "no pesanan,status", "4411,Dikirim"))
    for table in ("deliveries", "interactions", "notices", "conversations"):
        assert count(database, table) == 0
