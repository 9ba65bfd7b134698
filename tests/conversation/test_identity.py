"""What is read from how people say who they are: dates, cards, "not me", "I'm her husband"."""

from datetime import date

import pytest

from crm.conversation.hiding_people import masked_name, masked_number
from crm.conversation.reading_dates import birthday_in
from crm.conversation.recognising_cards import card_digits_in, card_number_in
from crm.conversation.recognising_people import says_not_me, speaks_for_another
from crm.knowledge import words_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        *("14 Maret 1990", "14-03-1990", "14/3/90", "1990-03-14", "14 mar 1990", "lahir 14 maret 1990 kak"),
        *("March 14, 1990", "14th of March 1990", "14.03.1990", "14031990", "14 - 3 - 1990", "14 march 90"),
    ],
)
def test_a_birthday_however_it_is_typed(text: str) -> None:
    assert birthday_in(text, TODAY) == date(1990, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "14 Maret",
        "31-02-1990",
        "1234",
        "14 Maret 2190",
        "pesanan 4411",
        "14/13/1990",
        "24-11-2026",
        "14 Maret 1890",
        "",
    ],
)
def test_what_is_no_birthday(text: str) -> None:
    assert birthday_in(text, TODAY) is None


def test_a_year_of_two_digits_is_the_last_such_year() -> None:
    assert birthday_in("14/3/26", TODAY) == date(2026, 3, 14)
    assert birthday_in("14/3/27", TODAY) == date(1927, 3, 14)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SG 100 200", "SG100200"),
        ("kartu saya sg100200 kak", "SG100200"),
        ("no 8877665544", "8877665544"),
        ("halo", None),
    ],
)
def test_the_number_of_a_card(text: str, number: str | None) -> None:
    assert card_number_in(text) == number


@pytest.mark.parametrize(
    ("text", "digits"),
    [("0200", "0200"), ("kartunya 0200 ya", "0200"), ("SG100200", "0200"), ("1234 atau 5678", None), ("halo", None)],
)
def test_the_last_digits_of_a_card(text: str, digits: str | None) -> None:
    assert card_digits_in(text) == digits


@pytest.mark.parametrize(
    "text", ["bukan saya", "bkn sy kak", "Eh itu bukan saya", "That's not me", "not me", "ini bukan akun saya"]
)
def test_who_says_that_it_is_not_they(text: str) -> None:
    assert says_not_me(words_of(text))


@pytest.mark.parametrize(
    "text", ["bukan saya yang pesan", "saya bukan dokter", "bukan", "it's not me who ordered that", "saya"]
)
def test_who_says_something_else(text: str) -> None:
    assert not says_not_me(words_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "saya suaminya",
        "Saya istrinya pak Budi, pesanannya mana?",
        "ini anaknya kak",
        "I'm her husband",
        "I am his daughter",
        *("saya suami dari ibu Siti", "ini anak bu Siti", "saya mewakili istri saya", "atas nama suami saya"),
        *("keluhan istri saya gimana", "pesanan ibu saya mana?", "Saya bukan Siti, saya adiknya"),
        *("This is Siti's husband", "I'm writing on behalf of my wife", "how's my wife's complaint?"),
    ],
)
def test_who_speaks_for_another(text: str) -> None:
    assert speaks_for_another(words_of(text))


@pytest.mark.parametrize(
    "text",
    [
        *("suami saya pesan kopi", "my husband likes it", "saya mau pesan", "anaknya lucu", "anak saya suka kopinya"),
        *("this is my friend", "I'm a neighbour", "is there a friends discount?", "kopi ibu saya tumpah"),
    ],
)
def test_who_speaks_for_themselves(text: str) -> None:
    assert not speaks_for_another(words_of(text))


def test_numbers_and_names_are_shown_by_a_part_of_them() -> None:
    assert masked_number("+6281234567890") == "•••7890"
    assert masked_name("Siti Rahma") == "S••• R•••"
