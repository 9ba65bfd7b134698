"""The command line: what an owner types, and what they read."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingat.commands import app
from ingat.supervision import FatalError
from tests.importing.files import report_of, written


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for the data, and no business folder yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INGAT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.delenv("LC_ALL", raising=False)
    return tmp_path


def ingat(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_an_import_says_what_came_of_it(environment: Path) -> None:
    file = written(environment, "nama;hp;catatan", "Siti;081234567890;x", "Budi;0812;x", "Ani;081234567890;x")
    result = ingat("import", "customers", str(file))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        'line 3: "0812" is not a phone number. Write one number, as 0812 3456 7890.',
        "line 4: the phone number: another customer has it, so it is only noted here",
        "Columns that are not read: catatan",
        "3 rows: 2 new, 0 changed, 0 as before, 1 refused.",
        f"The refused rows with their reasons: {report_of(file)}",
    ]


def test_in_indonesian_where_the_owner_speaks_it(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    file = written(environment, "nama;hp", "Siti;081234567890", "Budi;0812")
    result = ingat("import", "customers", str(file), "--dry-run", "--report", str(environment / "ditolak.csv"))
    assert result.stdout.splitlines() == [
        'baris 3: "0812" bukan nomor telepon. Tulis satu nomor, seperti 0812 3456 7890.',
        "2 baris: 1 baru, 0 berubah, 0 tetap, 1 ditolak.",
        f"Baris yang ditolak dengan alasannya: {environment / 'ditolak.csv'}",
        "Ini hanya percobaan: tidak ada yang ditulis.",
    ]


def test_a_file_that_cannot_be_read_ends_in_one_line(environment: Path) -> None:
    file = written(environment, "makanan,warna", "nasi,putih")
    result = ingat("import", "orders", str(file))
    assert isinstance(result.exception, FatalError)
    assert "the first row has no column nomor pesanan" in str(result.exception)
    assert isinstance(ingat("import", "orders", str(environment / "tidak-ada.csv")).exception, FileNotFoundError)


def test_the_report_never_takes_the_place_of_the_file(environment: Path) -> None:
    file = written(environment, "nama;hp", "Budi;0812")
    result = ingat("import", "customers", str(file), "--report", str(file))
    assert isinstance(result.exception, FatalError)
    assert file.read_text() == "nama;hp\nBudi;0812\n"


def test_a_contact_is_written_down_once_with_whom_the_phone_or_the_card_names(environment: Path) -> None:
    ingat("import", "customers", str(written(environment, "nama,hp,kartu", "Siti,081234567890,KD1", "Budi,,KD2")))
    words = ("contact", "add", "0812 3456 7890", "Menanyakan penggantinya", "--when", "3/11/2026 14:00", "--by", "Sari")
    assert ingat(*words).stdout == "Written down with Siti (#1).\n"
    assert ingat(*words).stdout == "It was written down with Siti (#1) already.\n"
    assert ingat("contact", "add", "KD2", "Mampir", "--channel", "visit").stdout == "Written down with Budi (#2).\n"
    assert ingat("contact", "add", "#2", "Kami telepon", "--outbound").stdout == "Written down with Budi (#2).\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("0899 0000 0000", "Halo"), "0899"),
        (("#1", "Halo", "--channel", "pigeon"), "--channel is one of call, visit, email, interview, letter."),
        (("#1", "Halo", "--when", "besok"), 'the date "besok" cannot be read'),
        (("#1", "Halo", "--when", "3/11/2099"), "still to come"),
        (("#1", "  "), "There are no words"),
    ],
)
def test_what_is_wrong_with_a_contact_is_said_in_words(environment: Path, words: tuple[str, ...], told: str) -> None:
    ingat("import", "customers", str(written(environment, "nama,hp", "Siti,081234567890")))
    result = ingat("contact", "add", *words)
    assert isinstance(result.exception, FatalError)
    assert told in str(result.exception)
