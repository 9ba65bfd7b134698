"""A few answers become a folder that its owner can read and that loads as it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.kernel.business import AddressForm
from crm.kernel.calendar import Holiday, OpenSpan
from crm.kernel.language import Language
from crm.kernel.restraint import Restraint
from ingat.business import Answers, BusinessFolderExistsError, ask_answers, check, initialise, load_business
from ingat.business.problems import SettingError
from ingat.business.values import name as read_name

TODAY = date(2026, 11, 23)
ANSWERED = Answers(
    language=Language.ID,
    name='Kopi "Uji": #1',
    bot_name="Kodi",
    address_form=AddressForm.BAPAK_IBU,
    languages=(Language.EN, Language.ID),
    zone=ZoneInfo("Asia/Makassar"),
    weekdays=(OpenSpan(time(8), time(12)), OpenSpan(time(13), time(17))),
    saturday=(OpenSpan(time(16), time(0)),),
    sunday=(),
    holidays=(Holiday(date(2026, 12, 25), "Natal"),),
    emergency_phone="0361 5551234",
    reply_within_minutes=20,
)


class Owner:
    """Gives prepared answers, "" for the default, and remembers what was asked."""

    def __init__(self, answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, question: str, default: str) -> str:
        self.asked.append(question)
        return self.answers.pop(0) or default


@pytest.mark.parametrize("language", Language)
def test_what_was_answered_is_what_is_loaded(tmp_path: Path, language: Language) -> None:
    folder = tmp_path / "new" / "business"
    answered = replace(ANSWERED, language=language)
    initialise(folder, answered)
    business = load_business(folder).business
    assert business.name == 'Kopi "Uji": #1'
    assert business.bot_name == "Kodi"
    assert business.address_form is AddressForm.BAPAK_IBU
    assert business.languages == (Language.EN, Language.ID)
    assert business.default_language is Language.EN
    assert business.hours.zone == ZoneInfo("Asia/Makassar")
    assert business.hours.week == answered.week
    assert business.hours.holidays == ANSWERED.holidays
    assert business.emergency_phone == "0361 5551234"
    assert business.reply_within_minutes == 20
    assert business.restraint == Restraint()
    assert "quiet_hours: 20:00-08:00" in (folder / "business.yaml").read_text("utf-8")


def test_the_comments_are_in_the_owners_language(tmp_path: Path) -> None:
    initialise(tmp_path / "business", ANSWERED)
    written = (tmp_path / "business" / "business.yaml").read_text("utf-8")
    assert "# Nama usaha" in written
    assert "senin: 08:00-12:00, 13:00-17:00" in written
    assert "sabtu: 16:00-24:00" in written
    assert "minggu: tutup" in written


def test_a_new_folder_has_places_and_explanations_for_articles_and_messages(tmp_path: Path) -> None:
    folder = tmp_path / "business"
    initialise(folder, ANSWERED)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert files == [
        "articles",
        "articles/README.md",
        "business.yaml",
        "messages",
        "messages/README.md",
        "messages/en",
        "messages/id",
        "outlets",
        "outlets/README.md",
        "vocabulary",
        "vocabulary/README.md",
    ]
    assert ["every question goes to a person" in str(problem) for problem in check(folder, TODAY)] == [True]


@pytest.mark.parametrize("language", Language)
def test_the_examples_in_the_explanations_work(tmp_path: Path, language: Language) -> None:
    folder = tmp_path / "business"
    answered = replace(ANSWERED, language=language)
    initialise(folder, answered)
    article = (folder / "articles" / "README.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    message = (folder / "messages" / "README.md").read_text("utf-8").split("```\n")[1].split("```")[0]
    words = (folder / "vocabulary" / "README.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    outlet = (folder / "outlets" / "README.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    (folder / "outlets" / "dago.yaml").write_text(outlet, "utf-8")
    (folder / "articles" / "jam-buka.yaml").write_text(article, "utf-8")
    (folder / "vocabulary" / f"{language}.yaml").write_text(words, "utf-8")
    (folder / "messages" / language / "hello.j2").write_text(message, "utf-8")
    assert check(folder, TODAY) == []
    expected = {Language.ID: "Halo, Bapak/Ibu Siti. Saya Kodi dari ", Language.EN: "Hello Siti, I'm Kodi from "}
    said = load_business(folder).wording.say(language, "hello", customer_name="Siti")
    assert said.startswith(expected[language])
    assert [outlet.phone for outlet in load_business(folder).outlets] == ["022 5550 0145"]


@pytest.mark.parametrize("there", ["business.yaml", "notes.txt"])
def test_nothing_is_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    with pytest.raises(BusinessFolderExistsError, match="exists already"):
        initialise(tmp_path, ANSWERED)
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text("utf-8") == "mine"


def test_an_empty_folder_and_a_draft_that_was_cut_off_do_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "business").mkdir()
    (tmp_path / ".business.draft").mkdir()
    initialise(tmp_path / "business", ANSWERED)
    assert [path.name for path in tmp_path.iterdir()] == ["business"]


@settings(deadline=None, max_examples=30)  # each writes and loads a whole folder
@given(text=st.text(max_size=45))
def test_every_name_that_is_taken_can_be_written_and_read_again(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    try:
        taken = read_name(text.strip())
    except SettingError:
        return
    folder = tmp_path_factory.mktemp("named") / "business"
    answered = replace(ANSWERED, name=taken)
    initialise(folder, answered)
    assert load_business(folder).business.name == taken


def test_the_defaults_are_enough_for_all_but_the_name() -> None:
    answers = ask_answers(Owner(["", "Kopi Uji", *[""] * 10]))
    assert answers.language is Language.ID
    assert answers.address_form is AddressForm.KAK
    assert answers.languages == (Language.ID, Language.EN)
    assert answers.zone == ZoneInfo("Asia/Jakarta")
    assert answers.week == ((OpenSpan(time(8), time(17)),),) * 5 + ((), ())
    assert answers.holidays == ()
    assert answers.emergency_phone is None
    assert answers.reply_within_minutes == 10


def test_the_questions_are_asked_in_the_owners_language() -> None:
    indonesian, english = Owner(["id", "Kopi", *[""] * 10]), Owner(["en", "Coffee", *[""] * 10])
    ask_answers(indonesian)
    ask_answers(english)
    assert indonesian.asked[1] == "Nama usaha"
    assert english.asked[1] == "Name of the business"
    assert len(indonesian.asked) == len(english.asked) == 12


def test_a_shop_without_indonesian_is_not_asked_for_the_form_of_address() -> None:
    owner = Owner(["en", "Coffee", "", "en", *[""] * 7])
    assert ask_answers(owner).languages == (Language.EN,)
    assert not any("addressed" in question for question in owner.asked)


def test_an_answer_that_cannot_be_used_is_asked_again_with_the_reason() -> None:
    owner = Owner(["en", "", "Coffee", "", "", "", "Jakarta", "WIB", *[""] * 6])
    assert ask_answers(owner).zone == ZoneInfo("Asia/Jakarta")
    assert owner.asked[2].startswith("the name is empty")
    assert 'there is no time zone "Jakarta". Did you mean Asia/Jakarta?' in owner.asked[7]


def test_a_week_without_an_open_day_is_asked_again() -> None:
    owner = Owner(["en", "Coffee", *[""] * 4, "closed", "", "", "", "10:00-14:00", "", *[""] * 3])
    assert ask_answers(owner).saturday == (OpenSpan(time(10), time(14)),)
    assert owner.asked[9].startswith("At least one day has to be open.")


def test_holidays_are_answered_on_one_line() -> None:
    owner = Owner(["en", "Coffee", *[""] * 7, "2026-12-25 Christmas Day, 2027-01-01 New Year", "", ""])
    assert ask_answers(owner).holidays == (
        Holiday(date(2026, 12, 25), "Christmas Day"),
        Holiday(date(2027, 1, 1), "New Year"),
    )
