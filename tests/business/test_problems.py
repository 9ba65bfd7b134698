"""What is wrong is said with its file, its line and what to do, all at once, and nothing of it is in force."""

from datetime import date
from pathlib import Path

import pytest

from ingat.business import BusinessError, Severity, check, load_business
from tests.business.conftest import SETTINGS, write

TODAY = date(2026, 11, 23)


def errors(folder: Path) -> list[str]:
    """What `ingat check` says. `load_business` refuses with the same words."""
    problems = [problem for problem in check(folder, TODAY) if problem.severity is Severity.ERROR]
    with pytest.raises(BusinessError) as refused:
        load_business(folder)
    assert list(refused.value.problems) == problems
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("bot_name:", "bot_nmae:", 'business.yaml, line 2: "bot_nmae" is not known here. Did you mean bot_name?'),
        ("name: Kopi Uji\n", "", "business.yaml: name: is missing. Write a line that begins with name:."),
        (
            "name: Kopi Uji",
            "name:",
            "business.yaml, line 1: the name is empty. Write it on one line.",
        ),
        ("Kopi Uji", "K" * 41, "business.yaml, line 1: the name has 41 characters. Shorten it to 40."),
        (
            "name: Kopi Uji",
            "name: [a]",
            "business.yaml, line 1: there is a list where one value belongs. Write one value.",
        ),
        ("bapak_ibu", "gan", 'business.yaml, line 3: there is no form of address "gan". Write one of: kak, bapak_ibu.'),
        (
            "reply_within_minutes: 15",
            "reply_within_minutes: 15\nmatcher: best",
            'business.yaml, line 19: there is no matcher "best". Write one of: core, semantic.',
        ),
        (
            "reply_within_minutes: 15",
            "reply_within_minutes: 15\nquiet_hours: malam",
            'line 19: "malam" are not quiet hours. Write them as 20:00-08:00, or as none.',
        ),
        (
            "reply_within_minutes: 15",
            "reply_within_minutes: 15\nquiet_hours: 00:00-24:00",
            'line 19: "00:00-24:00" leave no hour to write in.',
        ),
        (
            "reply_within_minutes: 15",
            "reply_within_minutes: 15\nmarketing_per_day: 0",
            'line 19: "0" is not a number of messages. Write a number from 1 to 99.',
        ),
        (
            "reply_within_minutes: 15",
            "reply_within_minutes: 15\nmarketing_per_day: 3\nmarketing_per_week: 2",
            "line 20: 3 a day are more than 2 a week. Write at least as many for a week.",
        ),
        ("[id, en]", "[id, fr]", 'business.yaml, line 4: there is no language "fr". Write one of: id, en.'),
        ("[id, en]", "[id]", 'business.yaml, line 5: "en" is not among the languages. Write one of: id.'),
        (
            "Asia/Makassar",
            "Jakarta",
            'business.yaml, line 6: there is no time zone "Jakarta". Did you mean Asia/Jakarta?',
        ),
        ("Asia/Makassar", "Asia/Jakrta", 'there is no time zone "Asia/Jakrta". Did you mean Asia/Jakarta?'),
        ("Asia/Makassar", "??", "Write one such as Asia/Jakarta, or WIB, WITA or WIT."),
        (
            "monday: 08:00-17:00",
            "monday: 08:00-25:00",
            'line 8: there is no time "25:00". Write a time from 00:00 to 23:59; a day may close at 24:00.',
        ),
        ("monday: 08:00-17:00", "monday: pagi", 'line 8: "pagi" are not opening hours. Write it as 08:00-17:00'),
        ("monday: 08:00-17:00", "monday: 9-5", 'line 8: "9" is not a time.'),
        ("monday: 08:00-17:00", "monday: 08:00-08:00", 'line 8: "08:00-08:00" opens and closes at the same time.'),
        (
            "monday: 08:00-17:00",
            "monday: 08:00-12:00, 11:00-17:00",
            "line 8: 08:00-12:00 and 11:00-17:00 overlap. Write stretches that do not.",
        ),
        ("monday: 08", "mondy: 08", 'line 8: "mondy" is not known here. Did you mean monday?'),
        ("tuesday: 08", "senin: 08", "line 9: senin stands here twice. Keep one of them."),
        ("  sunday: closed\n", "", "line 8: hours: has no sunday. Write every day; one without hours is closed."),
        (
            "2026-12-25",
            "25 Desember",
            'line 16: "25 Desember" is not a date. Write year, month and day, as 2026-12-25.',
        ),
        ("2026-12-25", "2026-02-30", 'line 16: "2026-02-30" is not a date.'),
        ("  2026-12-25: Natal", "  - Natal", "line 16: holidays: is not a list of names and values."),
        ("+62 361 555 1234", "ada", 'line 17: "ada" is not a phone number.'),
        (
            "minutes: 15",
            "minutes: sebentar",
            'line 18: "sebentar" is not a number of minutes. Write a number from 1 to',
        ),
        ("minutes: 15", "minutes: 0", 'line 18: "0" is not a number of minutes.'),
        ("minutes: 15", "minutes: ²", 'line 18: "²" is not a number of minutes.'),
        ("bot_name: Kodi", "name: Kodi", 'line 2: "name" stands here twice. Keep one of them.'),
        ("name: Kopi Uji", 'name: "Kopi Uji', "the line cannot be read"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line_and_remedy(folder: Path, written: str, instead: str, said: str) -> None:
    assert written in SETTINGS
    write(folder / "business.yaml", SETTINGS.replace(written, instead, 1))
    assert any(said in error for error in errors(folder)), errors(folder)


def test_a_week_that_is_always_closed_is_told(folder: Path) -> None:
    days = "".join(f"  {day}: tutup\n" for day in "senin selasa rabu kamis jumat sabtu minggu".split())
    write(folder / "business.yaml", f"name: A1\nbot_name: B1\ntime_zone: WIB\nhours:\n{days}")
    assert errors(folder) == ["business.yaml, line 5: every day is closed. Write the hours of at least one day."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "business.yaml: the file is empty."),
        (b"# nothing\n", "business.yaml: the file is empty."),
        (b"- a\n- b\n", "business.yaml, line 1: the file is not a list of names and values."),
        (b"just words", "business.yaml, line 1: the file is not a list of names and values."),
        (b"name: x\nbot_name: \xff\n", "business.yaml, line 2: the file is not in UTF-8. Save it again as UTF-8."),
        (b"name: \x07", "business.yaml: the file cannot be read as YAML."),
        (b"[" * 100_000, "business.yaml: the file cannot be read as YAML."),
        (b"#" * 200_001, "business.yaml: the file has 200001 bytes."),
    ],
)
def test_a_file_that_is_no_settings_is_told_and_raises_nothing_else(folder: Path, content: bytes, said: str) -> None:
    (folder / "business.yaml").write_bytes(content)
    assert any(error.startswith(said) for error in errors(folder)), errors(folder)


def test_a_missing_folder_and_missing_settings_are_told(folder: Path) -> None:
    (folder / "business.yaml").unlink()
    assert errors(folder)[0].startswith("business.yaml: the file cannot be read (No such file or directory).")
    assert "ingat init writes one" in errors(folder / "nowhere")[0]


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("id/helo.j2", "Halo", 'messages/id/helo.j2: there is no message called "helo". Did you mean hello?'),
        ("id/hello.txt.html", "Halo", '"hello.txt.html" is not read here. Name a message as hello.j2'),
        ("fr/hello.j2", "Salut", 'messages/fr: "fr" is not read here. Put messages into id or en.'),
        (
            "id/hello.j2",
            "Halo,\n{{ nama }}",
            'messages/id/hello.j2, line 2: the message hello does not know "nama". Did you mean name?',
        ),
        ("id/hello.j2", "{{ due }}", 'the message hello does not know "due". There are: address, bot_name,'),
        ("id/hello.j2", "Halo\n{% if name %}", "messages/id/hello.j2, line 2: the line cannot be read (Unexpected end"),
        ("id/hello.j2", "{{ name | uper }}", 'line 1: there is no filter "uper". Did you mean upper?'),
        ("id/hello.j2", "<b>Halo", "messages/id/hello.j2: <b> is never closed. Telegram knows <b>"),
        ("id/hello.j2", "Halo & apa kabar", "messages/id/hello.j2: a single & is written &amp;."),
        ("id/hello.j2", "<h1>Halo</h1>", "messages/id/hello.j2: Telegram does not know <h1>."),
        ("en/hello.j2", "{{ name }}", "messages/en/hello.j2: the message says nothing in some cases."),
        ("id/hello.j2", "x" * 4097, "messages/id/hello.j2: the message has 4097 characters. Shorten it to 4096."),
        ("id/old_button.j2", "x" * 201, "the message has 201 characters. Shorten it to 200."),
        ("id/hello.j2", "\n{{ name.nope }}", "messages/id/hello.j2, line 2: it cannot be said ("),
        ("id/hello.j2", "{% include 'x' %}", "messages/id/hello.j2, line 1: it cannot be said ("),
        ("id/hello.j2", "{{ ''.__class__ }}", "messages/id/hello.j2, line 1: it cannot be said ("),
        (
            "id/complaint_taken.j2",
            "{{ due | deadline }}",
            "messages/id/complaint_taken.j2, line 1: it cannot be said (",
        ),
        ("id/words.yaml", "button_yse: Ya", 'words.yaml, line 1: there is no word called "button_yse". Did you mean'),
        ("id/words.yaml", "button_yes:", "words.yaml, line 1: the text is empty. The shipped text is: Ya."),
        ("id/words.yaml", f"button_yes: {'x' * 41}", "line 1: the text has 41 characters, and 40 is the most."),
        ("id/words.yaml", "complaint_late_order: telat", "line 1: the text needs {order} where the number"),
        ("id/words.yaml", "- a", "words.yaml, line 1: the file is not a list of names and values."),
        ("id/words.yaml", "button_yes: [a]", "words.yaml, line 1: there is a list where one value belongs."),
    ],
)
def test_an_override_that_would_fail_a_customer_is_told_at_once(
    folder: Path, file: str, content: str, said: str
) -> None:
    write(folder / "messages" / file, content)
    (error,) = errors(folder)
    assert said in error


def test_a_bad_article_is_told_with_its_place_in_the_folder(folder: Path) -> None:
    write(folder / "articles" / "halal.yaml", "id:\n  titel: Halal\n")
    (error,) = errors(folder)
    assert error.startswith("articles/halal.yaml, line 2:")


def test_everything_wrong_is_told_in_one_go(folder: Path) -> None:
    write(folder / "business.yaml", SETTINGS.replace("time_zone: Asia/Makassar", "time_zone: x").replace("15", "x"))
    write(folder / "articles" / "halal.yaml", "id: x")
    assert [error.split(":")[0] for error in errors(folder)] == [
        "business.yaml, line 6",
        "business.yaml, line 18",
        "articles/halal.yaml, line 1",
    ]
