"""Taking over the customers of another system."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from crm.customers.records import CustomerRecord, Taken
from crm.kernel.database import Database
from crm.kernel.language import Language
from crm.kernel.session import Session
from ingat.business.problems import SettingError
from ingat.importing.customers import customers_import
from ingat.importing.refusals import RefusalReport
from ingat.importing.running import Import, no_progress
from tests.importing.files import (
    BUSINESS,
    NOW,
    count,
    counted,
    customers,
    everything,
    identities,
    imported,
    report_of,
    written,
)

HEADING = "Kode;Nama Lengkap;No. HP;E-mail;No Kartu;Tgl Lahir;Kota;Alamat;Bahasa;Gerai;Sumber;Terakhir Aktif"
SITI = "C-1;SITI RAHMA;0812-3456-7890;Siti@Example.COM;kd 0001;14/03/1990;Bandung;Jl. Contoh 1;id;Dago;Bazar;2026-11-01"


def test_an_email_address_counts_as_verified_only_where_the_file_says_so(database: Database, tmp_path: Path) -> None:
    heading = "kode,nama,email,Email terverifikasi"
    imported(database, written(tmp_path, heading, "1,Siti,siti@example.com,ya", "2,Budi,budi@example.com,tidak"))
    with database.reading() as session:
        rows = session.execute(text("SELECT external_id, verified_how FROM channel_identities ORDER BY external_id"))
        assert [tuple(row) for row in rows] == [("budi@example.com", None), ("siti@example.com", "import")]
    assert imported(database, written(tmp_path, heading, "3,Joko,joko@example.com,mungkin")).refused == 1


def test_a_full_row_is_a_customer_with_identities_and_details(database: Database, tmp_path: Path) -> None:
    tally = imported(database, written(tmp_path, HEADING, SITI))
    assert counted(tally) == (1, 0, 0, 0)
    assert customers(database) == [
        {
            "name": "Siti Rahma",
            "language": "id",
            "source": "import",
            "source_id": "C-1",
            "phone": "+6281234567890",
            "email": "siti@example.com",
            "card": "KD0001",
            "birthday": date(1990, 3, 14),
            "city": "Bandung",
            "address": "Jl. Contoh 1",
            "outlet": "Dago",
            "origin": "Bazar",
            "last_active_at": datetime(2026, 10, 31, 17, 0, tzinfo=UTC),
            "imported_at": NOW,
        }
    ]
    assert identities(database) == [
        ("Siti Rahma", "card", "KD0001"),
        ("Siti Rahma", "email", "siti@example.com"),
        ("Siti Rahma", "phone", "+6281234567890"),
    ]
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM customers WHERE root_id = id")) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("heading", [("nama", "hp", "tanggal lahir"), ("Name", "PHONE", "Birthday")])
def test_whoever_saved_it(
    database: Database, tmp_path: Path, delimiter: str, encoding: str, heading: tuple[str, ...]
) -> None:
    rows = (heading, ("Élise", "0812 3456 7890", "14 Maret 1990"))
    file = written(tmp_path, *(delimiter.join(row) for row in rows), encoding=encoding)
    assert counted(imported(database, file)) == (1, 0, 0, 0)
    assert [(c["name"], c["birthday"]) for c in customers(database)] == [("Élise", date(1990, 3, 14))]


def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    file = written(tmp_path, HEADING, SITI, "C-2;Budi;0813 0000 0001;;;;;;;;;", ";Ani;0813 0000 0001;;;;;;;;;")
    assert counted(imported(database, file)) == (3, 0, 0, 0)
    before = everything(database)
    assert counted(imported(database, file)) == (0, 0, 3, 0)
    assert everything(database) == before


def test_a_changed_row_updates_and_an_empty_cell_takes_nothing_away(database: Database, tmp_path: Path) -> None:
    imported(database, written(tmp_path, HEADING, SITI))
    changed = written(tmp_path, "Kode,Nama,HP,Kota,Kartu", "C-1,Siti Rahma Dewi,0812 9999 0000,,")
    assert counted(imported(database, changed)) == (0, 1, 0, 0)
    (siti,) = customers(database)
    assert (siti["name"], siti["phone"], siti["city"], siti["card"]) == (
        "Siti Rahma Dewi", "+6281299990000", "Bandung", "KD0001",
    )  # fmt: skip
    assert ("Siti Rahma Dewi", "phone", "+6281299990000") in identities(database)
    assert ("Siti Rahma Dewi", "phone", "+6281234567890") not in identities(database)


def test_a_number_that_the_customer_proved_stays_theirs_whatever_the_source_says(
    database: Database, tmp_path: Path
) -> None:
    """Only what the source said itself is the source's to take back."""
    imported(database, written(tmp_path, HEADING, SITI))
    proof = text("UPDATE channel_identities SET verified_how = 'contact' WHERE channel = 'phone'")
    database.writer.run(lambda session: session.execute(proof))
    imported(database, written(tmp_path, HEADING, SITI.replace("0812-3456-7890", "0812-0000-0001")))
    assert [value for _, channel, value in identities(database) if channel == "phone"] == [
        "+6281200000001",
        "+6281234567890",
    ]


def test_without_an_id_the_card_or_the_phone_with_a_like_name_is_the_same_customer(
    database: Database, tmp_path: Path
) -> None:
    imported(database, written(tmp_path, "nama,hp,kartu", "Siti Rahma,081234567890,", "Budi,,KD1"))
    again = written(tmp_path, "nama,hp,kartu,kota", "siti rahma,+62 812 3456 7890,,Solo", "Budi Santoso,,kd 1,Solo")
    assert counted(imported(database, again)) == (0, 2, 0, 0)
    assert [(c["name"], c["city"]) for c in customers(database)] == [("Siti Rahma", "Solo"), ("Budi Santoso", "Solo")]


def test_a_family_shares_a_phone(database: Database, tmp_path: Path) -> None:
    """The second is taken over with the name; the number stays with the first, and is noted with the second."""
    file = written(tmp_path, "nama,hp", "Siti Rahma,081234567890", "Budi Rahma,081234567890")
    tally = imported(database, file)
    assert counted(tally) == (2, 0, 0, 0)
    assert tally.remarks == [(3, ("phone",))]
    assert identities(database) == [("Siti Rahma", "phone", "+6281234567890")]
    assert [c["phone"] for c in customers(database)] == ["+6281234567890"] * 2


def test_an_id_that_comes_later_is_given_to_who_was_taken_over_without_one(database: Database, tmp_path: Path) -> None:
    imported(database, written(tmp_path, "nama,hp", "Siti,081234567890"))
    assert counted(imported(database, written(tmp_path, "id,nama,hp", "7,Siti,081234567890"))) == (0, 1, 0, 0)
    assert [c["source_id"] for c in customers(database)] == ["7"]


def test_two_systems_may_have_the_same_ids(database: Database, tmp_path: Path) -> None:
    file = written(tmp_path, "id,nama", "7,Siti")
    imported(database, file, source="kasir")
    assert counted(imported(database, file, source="toko online")) == (1, 0, 0, 0)


def test_every_refused_row_is_told_with_its_line_and_why(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "pelanggan.csv"
    file.write_bytes(
        b"nama;hp;tanggal lahir;email\n"
        b"Siti;0812;;\n"
        b"\n"
        b"Budi;081234567890;31/02/1990;\n"
        b"Ani;;;\n"
        b"Caf\xe9;081234567891;;\n"
        b"Dodi;8.12E+10;;\n"
        b"Euis;081234567892;;;;too;many\n"
        b'"Fitri;081234567893;;\n'
        b"Gita;081234567894;01/01/2030;\n"
        b"Hadi;081234567895;;hadi@\n"
        b"Ika;081234567896;;ika@example.com\n"
    )
    said: list[str] = []
    assert counted(imported(database, file, said)) == (1, 0, 0, 9)
    assert said == [
        'line 2: "0812" is not a phone number. Write one number, as 0812 3456 7890.',
        'line 4: the date "31/02/1990" cannot be read. Write it as 14/03/1990, 14 Maret 1990 or 1990-03-14.',
        "line 5: there is no phone number, card, e-mail address or id. Write one of them, to know them by.",
        "line 6: the line is not in UTF-8. Save it again as CSV UTF-8.",
        'line 7: the spreadsheet has shortened a number to "8.12E+10". Make the column text in the spreadsheet, '
        "and save it again.",
        "line 8: the row has 7 cells, and the first row 4. Put what has a comma or a semicolon in it between "
        '"quotation marks".',
        "line 9: a quotation mark is opened and not closed. Close it, or take it out.",
        'line 10: nobody was born on "01/01/2030". Write it as 14/03/1990, 14 Maret 1990 or 1990-03-14.',
        'line 11: "hadi@" is not an e-mail address. Write it as siti@example.com.',
    ]
    reported = report_of(file).read_text("utf-8-sig").splitlines()
    assert reported[0] == "line,problem,nama,hp,tanggal lahir,email"
    assert [row.split(",")[0] for row in reported[1:]] == ["2", "4", "5", "6", "7", "8", "9", "10", "11"]


def test_what_was_refused_can_be_mended_and_imported_from_the_report(database: Database, tmp_path: Path) -> None:
    file = written(tmp_path, "nama,hp", "Siti,0812", "Budi,081234567890")
    imported(database, file)
    report = report_of(file)
    report.write_text(report.read_text("utf-8-sig").replace(",Siti,0812", ",Siti,081234567891"), "utf-8")
    assert counted(imported(database, report)) == (1, 0, 0, 0)
    assert not report_of(report).exists()


def test_a_good_file_leaves_no_report_of_an_earlier_one(database: Database, tmp_path: Path) -> None:
    imported(database, written(tmp_path, "nama,hp", "Siti,0812"))
    file = written(tmp_path, "nama,hp", "Siti,081234567890")
    imported(database, file)
    assert not report_of(file).exists()


def test_a_trial_says_the_same_and_writes_nothing(database: Database, tmp_path: Path) -> None:
    file = written(tmp_path, HEADING, SITI, ";Budi;0812;;;;;;;;;")
    assert counted(imported(database, file, is_trial=True)) == (1, 0, 0, 1)
    assert count(database, "customers") == 0
    assert count(database, "audit_entries") == 0
    assert counted(imported(database, file)) == (1, 0, 0, 1)


def test_no_import_says_anything_to_anybody(database: Database, tmp_path: Path) -> None:
    imported(database, written(tmp_path, HEADING, SITI))
    for table in ("deliveries", "interactions", "notices", "conversations", "chats"):
        assert count(database, table) == 0


class CutOffError(Exception):
    """Stands for whatever stops an import."""


def test_cut_off_in_the_middle_the_same_file_again_comes_to_the_same_end(database: Database, tmp_path: Path) -> None:
    rows = [f"{n};Siti {n};0812{n:08};;;;;;;;;" for n in range(200)]
    file = written(tmp_path, HEADING, *rows)
    wanted = customers_import(file, BUSINESS, "import", NOW)
    chunks = iter(range(3))

    def write_three_chunks(session: Session, records: Sequence[CustomerRecord]) -> list[Taken]:
        if next(chunks, None) is None:
            raise CutOffError
        return wanted.write(session, records)

    broken = Import(file, wanted.table, write_three_chunks)
    with pytest.raises(CutOffError), RefusalReport(report_of(file), Language.EN, print) as report:
        broken.run(database, report, no_progress)
    begun = count(database, "customers")
    assert 0 < begun < 200
    assert counted(imported(database, file)) == (200 - begun, 0, begun, 0)
    assert count(database, "customers") == count(database, "customer_details") == 200
    assert counted(imported(database, file)) == (0, 0, 200, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"PK\x03\x04rest", "the file is an Excel workbook"),
        ("nama\nSiti".encode("utf-16"), "the file is in UTF-16"),
        (
            b"makanan,warna\nnasi,putih\n",
            "the first row has no column nama, telepon, kartu, e-mail, id (it has: makanan",
        ),
        (b"nama,kota\nSiti,Solo\n", "the first row has no column telepon, kartu, e-mail, id"),
    ],
)
def test_a_file_that_is_no_list_of_customers_is_told_apart(
    database: Database, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(SettingError, match=told.replace("(", r"\(")):
        imported(database, file)
