"""The files of the outlets are read, and what is wrong with them is told in either language."""

from datetime import date
from pathlib import Path

import pytest

from crm.kernel.language import Language
from ingat.business import Watcher, check, load_business, problem_in
from ingat.business.watching import Renewed
from tests.business.conftest import write

TODAY = date(2026, 11, 23)

GOOD = """\
name: Gerai Dago
also: [Dago]
city: Bandung
address: Jalan Contoh Dago 45
location: -6.8853, 107.6137
hours: 07:00-21:00
phone: 022 5550 0145
"""


@pytest.mark.parametrize(
    ("wrong", "line", "english", "indonesian"),
    [
        ("location: 107.6137, -6.8853", 5, "the other way round", "terbalik"),
        ("location: Bandung", 5, '"Bandung" is not a location', '"Bandung" bukan lokasi'),
        ("hours: jam 7", 6, '"jam 7" are not opening hours', "bukan jam buka"),
        ("hours: tutup", 6, "every day is closed", "semua hari tutup"),
        ("hours:\n  senin: 07:00-21:00", 7, "hours: has no tuesday", "hours: belum ada tuesday"),
        ("alamat: Jalan Contoh", 7, '"alamat" is not known here', '"alamat" tidak dikenal'),
        ("time_zone: WIBB", 7, 'there is no time zone "WIBB"', 'tidak ada zona waktu "WIBB"'),
        ("holidays:\n  25-12-2026: Natal", 8, '"25-12-2026" is not a date', "bukan tanggal"),
        ("address:", 4, "the address is empty", "alamatnya kosong"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    folder: Path, wrong: str, line: int, english: str, indonesian: str
) -> None:
    key = wrong.split(":", 1)[0]
    kept = [each for each in GOOD.splitlines() if not each.startswith(f"{key}:")]
    lines = GOOD.splitlines()
    at = next((n for n, each in enumerate(lines) if each.startswith(f"{key}:")), None)
    text = "\n".join([*kept, wrong] if at is None else [*lines[:at], wrong, *lines[at + 1 :]]) + "\n"
    write(folder / "outlets/dago.yaml", text)
    problems = [problem for problem in check(folder, TODAY) if problem.file == "outlets/dago.yaml"]
    assert problems, text
    assert any(english in problem_in(problem, Language.EN) for problem in problems), problems
    assert any(indonesian in problem_in(problem, Language.ID) for problem in problems), problems


@pytest.mark.parametrize("missing", ["name", "address", "location", "hours"])
def test_what_is_missing_is_told(folder: Path, missing: str) -> None:
    text = "".join(f"{line}\n" for line in GOOD.splitlines() if not line.startswith(f"{missing}:"))
    write(folder / "outlets/dago.yaml", text)
    assert any(f"{missing}: is missing" in str(problem) for problem in check(folder, TODAY))


def test_two_of_one_name_and_other_files_are_told(folder: Path) -> None:
    write(folder / "outlets/dago.yaml", GOOD)
    write(folder / "outlets/dua.yaml", GOOD)
    write(folder / "outlets/Gerai Tiga.yaml", GOOD)
    write(folder / "outlets/catatan.txt", "bukan gerai")
    told = [str(problem) for problem in check(folder, TODAY) if problem.file.startswith("outlets/")]
    assert len(told) == 2
    assert "is also the name in dago.yaml" in told[1]
    assert "is not read here" in told[0]


def test_an_outlet_without_a_zone_is_in_the_business_s_and_comes_without_a_restart(folder: Path) -> None:
    watcher = Watcher(folder)
    assert not watcher.snapshot.outlets
    write(folder / "outlets/dago.yaml", GOOD)
    watcher.look()
    assert isinstance(watcher.look(), Renewed)
    assert [outlet.hours.zone for outlet in watcher.snapshot.outlets] == [load_business(folder).business.zone]
