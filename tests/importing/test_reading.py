"""Any bytes are read as rows or refused in plain words."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.customers.records import CustomerRecord
from ingat.business.problems import SettingError
from ingat.importing.business import ImportingBusiness
from ingat.importing.customers import customers_table
from ingat.importing.reading import LONGEST_LINE, TableFile
from ingat.importing.tables import Read, Refused, read_heading, read_rows
from tests.importing.files import NOW

BUSINESS = ImportingBusiness()
TABLE = customers_table(BUSINESS.country, BUSINESS.zone, NOW.date())
ROWS_OF_BYTES = st.lists(st.binary(max_size=40), max_size=8).map(b"\n".join)
CELL = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n"), max_size=12)


def read(path: Path, content: bytes) -> list[Read[CustomerRecord] | Refused]:
    path.write_bytes(content)
    with TableFile(path) as file:
        return list(read_rows(file, TABLE, read_heading(file, TABLE)))


@given(
    head=st.sampled_from([b"", b"nama;hp\n", b"\xef\xbb\xbfnama,hp,tanggal lahir\n", b'"nama"\thp\n']),
    rest=ROWS_OF_BYTES,
)
def test_any_bytes_end_in_rows_or_in_plain_words(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes
) -> None:
    try:
        rows = read(tmp_path_factory.getbasetemp() / "any.csv", head + rest)
    except SettingError:
        return
    assert all(row.line > 0 for row in rows)
    assert all(row.error.problem and row.error.remedy for row in rows if isinstance(row, Refused))
    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.csv"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([("nama", "hp"), *rows])
    path.write_bytes(text.getvalue().encode())
    with TableFile(path) as file:
        read_heading(file, TABLE)
        cells = [row.cells for row in file.rows()]
    said = [row for row in rows if any(_shown(cell) for cell in row)]
    assert [tuple(map(_shown, row)) for row in cells] == [tuple(map(_shown, row)) for row in said]


def _shown(cell: str) -> str:
    return "".join(sign for sign in cell if sign.isprintable() and not sign.isspace())


def test_a_name_over_two_lines_is_one_row_and_lines_count_on(tmp_path: Path) -> None:
    rows = read(tmp_path / "x.csv", b'nama,hp\n"Siti\nRahma",081234567890\nBudi,0812\n')
    assert [(row.line, isinstance(row, Refused)) for row in rows] == [(2, False), (4, True)]


def test_an_open_quotation_mark_takes_no_other_row_with_it(tmp_path: Path) -> None:
    rows = read(tmp_path / "x.csv", b'nama,hp\n1,"Siti\n' + b"".join(b"Budi,08123456%04d\n" % n for n in range(200)))
    assert [row.line for row in rows if isinstance(row, Refused)] == [2]
    assert len(rows) == 201


def test_a_line_without_end_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    rows = read(tmp_path / "x.csv", b"nama,hp\n" + b"x" * (3 * LONGEST_LINE) + b"\nBudi,081234567890\n")
    assert [isinstance(row, Refused) for row in rows] == [True, False]
    assert rows[1].line == 3


@pytest.mark.parametrize("heading", ["sep=;\nnama;hp", "Nama, lengkap;hp", '"nama";"hp"', "nama ; hp ", "NAMA;No.HP;;"])
def test_the_delimiter_is_found(tmp_path: Path, heading: str) -> None:
    rows = read(tmp_path / "x.csv", f"{heading}\nSiti;081234567890\n".encode())
    assert [isinstance(row, Read) for row in rows] == [True]


def test_an_old_mac_ends_its_lines_otherwise(tmp_path: Path) -> None:
    rows = read(tmp_path / "x.csv", b"nama,hp\rSiti,081234567890\rBudi,0812\r")
    assert [row.line for row in rows] == [2, 3]
