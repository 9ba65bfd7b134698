"""A folder in order becomes a snapshot."""

from dataclasses import FrozenInstanceError
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm.kernel.business import AddressForm
from crm.kernel.calendar import Holiday, OpenSpan
from crm.kernel.language import Language
from crm.kernel.restraint import QuietHours, Restraint
from ingat.business import Severity, check, load_business
from tests.business.conftest import ARTICLE, SETTINGS, write

DEMO = Path(__file__).parents[2] / "demo"
TODAY = date(2026, 11, 23)


def test_every_setting_is_read(folder: Path) -> None:
    business = load_business(folder).business
    morning, afternoon = OpenSpan(time(8), time(12)), OpenSpan(time(13), time(17))
    assert business.name == "Kopi Uji"
    assert business.bot_name == "Kodi"
    assert business.address_form is AddressForm.BAPAK_IBU
    assert business.languages == (Language.ID, Language.EN)
    assert business.default_language is Language.EN
    assert business.zone == ZoneInfo("Asia/Makassar")
    assert business.hours.week == (
        (OpenSpan(time(8), time(17)),),
        (morning, afternoon),
        (morning, afternoon),
        (OpenSpan(time(8), time(17)),),
        (OpenSpan(time(16), time(2)),),
        (OpenSpan(time(0), time(0)),),
        (),
    )
    assert business.hours.holidays == (Holiday(date(2026, 12, 25), "Natal"),)
    assert business.emergency_phone == "+62 361 555 1234"
    assert business.reply_within_minutes == 15


def test_what_may_be_left_out_has_its_default(folder: Path) -> None:
    kept = ("name:", "bot_name:", "time_zone:", "hours:", "  ")
    lines = [line for line in SETTINGS.splitlines() if line.startswith(kept) and "Natal" not in line]
    write(folder / "business.yaml", "\n".join(lines))
    business = load_business(folder).business
    assert business.address_form is AddressForm.KAK
    assert business.languages == (Language.ID, Language.EN)
    assert business.default_language is Language.ID
    assert business.hours.holidays == ()
    assert business.emergency_phone is None
    assert business.reply_within_minutes == 10
    assert business.restraint == Restraint(QuietHours(time(20), time(8)), 1, 3)


def test_how_often_and_when_customers_are_written_to_unasked_is_set(folder: Path) -> None:
    set_so = "quiet_hours: 21.30 sampai 07:00\nmarketing_per_day: 2\nmarketing_per_week: 2\n"
    write(folder / "business.yaml", SETTINGS + set_so)
    assert load_business(folder).business.restraint == Restraint(QuietHours(time(21, 30), time(7)), 2, 2)
    write(folder / "business.yaml", SETTINGS + "quiet_hours: tanpa\nmarketing_per_day: 5\n")
    assert load_business(folder).business.restraint == Restraint(None, 5, 5)


@pytest.mark.parametrize(
    ("written", "key"), [("WIB", "Asia/Jakarta"), ("wita", "Asia/Makassar"), ("WIT", "Asia/Jayapura")]
)
def test_a_zone_may_be_called_as_indonesians_call_it(folder: Path, written: str, key: str) -> None:
    write(folder / "business.yaml", SETTINGS.replace("Asia/Makassar", written))
    assert load_business(folder).business.zone == ZoneInfo(key)


def test_the_articles_answer_through_the_matcher(folder: Path) -> None:
    snapshot = load_business(folder)
    assert [article.slug for article in snapshot.matcher.articles] == ["jam-buka"]
    assert snapshot.matcher.match("jam buka berapa")[0].article == snapshot.matcher.articles[0]


def test_a_folder_without_articles_and_messages_is_in_order(folder: Path) -> None:
    (folder / "articles" / "jam-buka.yaml").unlink()
    (folder / "articles").rmdir()
    assert load_business(folder).matcher.articles == ()


def test_the_owners_own_words_are_said(folder: Path) -> None:
    write(folder / "messages" / "id" / "hello.j2", "Salam, {{ name }}, dari {{ business_name }}.")
    write(folder / "messages" / "id" / "words.yaml", "button_yes: Iya")
    wording = load_business(folder).wording
    assert wording.say(Language.ID, "hello", customer_name="Siti") == "Salam, Bapak/Ibu Siti, dari Kopi Uji."
    assert wording.button(Language.ID, "yes") == "Iya"
    assert wording.button(Language.ID, "skip") == "Lewati"
    assert wording.button(Language.EN, "yes") == "Yes"


def test_notes_hidden_files_and_editors_copies_are_passed_over(folder: Path) -> None:
    for name in ("README.md", "id/catatan.txt", "id/.hello.j2.swp", "id/hello.j2~", "id/#hello.j2#"):
        write(folder / "messages" / name, "{{ broken")
    assert check(folder, TODAY) == []


def test_a_snapshot_cannot_be_changed(folder: Path) -> None:
    snapshot = load_business(folder)
    with pytest.raises(FrozenInstanceError):
        snapshot.business = snapshot.business  # type: ignore[misc] # frozen, as it should be


def test_a_folder_in_order_gets_no_advice(folder: Path) -> None:
    assert check(folder, TODAY) == []


@pytest.mark.parametrize(
    ("spoil", "advice"),
    [
        (("business.yaml", SETTINGS.replace("+62 361 555 1234", "")), "there is no emergency phone"),
        (("business.yaml", SETTINGS.replace("2026-12-25", "2025-12-25")), "all holidays are past"),
        (("articles/jam-buka.yaml", ARTICLE.split("en:")[0]), "1 of 1 articles have no en: (jam-buka)"),
    ],
)
def test_what_would_be_better_is_advised(folder: Path, spoil: tuple[str, str], advice: str) -> None:
    write(folder / spoil[0], spoil[1])
    (problem,) = check(folder, TODAY)
    assert problem.severity is Severity.ADVICE
    assert advice in str(problem)
    assert load_business(folder)


def test_without_articles_the_owner_is_told_that_every_question_goes_to_a_person(folder: Path) -> None:
    (folder / "articles" / "jam-buka.yaml").unlink()
    (problem,) = check(folder, TODAY)
    assert "every question goes to a person" in str(problem)


def test_the_demo_shop_is_loaded_by_the_same_loader() -> None:
    snapshot = load_business(DEMO)
    assert snapshot.business.name == "Kopi Demo"
    assert snapshot.business.zone == ZoneInfo("Asia/Jakarta")
    assert snapshot.matcher.articles
    assert all(problem.severity is Severity.ADVICE for problem in check(DEMO, TODAY))
