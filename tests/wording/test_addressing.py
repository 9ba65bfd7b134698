"""A name that may be wrong is not said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.conversation.wording import address, clean_name
from crm.conversation.wording.addressing import LONGEST_NAME, SHORTEST_NAME, Address
from crm.kernel.business import AddressForm
from crm.kernel.language import Language


@pytest.mark.parametrize(
    ("given_name", "called"),
    [
        ("Siti", "Siti"),
        ("siti rahmawati", "Siti"),
        ("BUDI SANTOSO", "Budi"),
        ("  Dewi  ", "Dewi"),
        ("Ibu Siti", "Siti"),
        ("Dr. Budi, S.Kom", None),
        ("dr. Budi", "Budi"),
        ("M. Iqbal", "Iqbal"),
        ("Muh. Rizki", "Rizki"),
        ("I Made Arya", "Made"),
        ("Ni'mah", "Ni'mah"),
        ("Anne-Marie", "Anne-Marie"),
        ("O'Neil", "O'Neil"),
        ("McCartney", "McCartney"),
        ("\N{MATHEMATICAL BOLD CAPITAL S}it\N{MATHEMATICAL BOLD SMALL I}", "Siti"),
        ("Ñusta", "Ñusta"),
        ("محمد", "محمد"),
    ],
)
def test_a_person_is_called_by_the_first_word_of_the_name(given_name: str, called: str | None) -> None:
    assert clean_name(given_name) == called


@pytest.mark.parametrize(
    "given_name",
    [
        *("", " ", ".", "S", "s.", "M.", "Ibu", "Kak"),
        *("🌸", "Siti 🌸", "✨Dewi✨", "^_^"),
        *("Toko Siti", "siti shop", "Batik Official", "CV Maju Jaya", "Dewi Olshop", "Warung Bu Tini"),
        *("user123", "siti99", "0812345678", "@siti", "www.siti.id", "siti_r"),
        *("Deleted Account", "hamba Allah", "No Name", "bcdf", "brrr", "aaaaa", "Sitiiii"),
        *("Supercalifragilisticexpialidocious", "<b>Siti</b>", "Si\u200bti", "Si\nti5"),
    ],
)
def test_what_is_no_plain_name_of_a_person_is_not_said(given_name: str) -> None:
    assert clean_name(given_name) is None


@given(st.text(max_size=60))
def test_a_clean_name_is_one_word_of_letters_and_stays_itself(given_name: str) -> None:
    name = clean_name(given_name)
    if name is not None:
        assert SHORTEST_NAME <= len(name) <= LONGEST_NAME
        assert not set(name) & set('<>&"{}@#_0123456789 \n')
        assert clean_name(name) == name


@pytest.mark.parametrize(
    ("language", "form", "name", "expected"),
    [
        (Language.ID, AddressForm.KAK, "siti", Address("Kak Siti", "Kak", "Kakak")),
        (Language.ID, AddressForm.KAK, "🌸", Address("Kak", "Kak", "Kakak")),
        (Language.ID, AddressForm.KAK, None, Address("Kak", "Kak", "Kakak")),
        (Language.ID, AddressForm.BAPAK_IBU, "Siti", Address("Bapak/Ibu Siti", "Bapak/Ibu", "Anda")),
        (Language.ID, AddressForm.BAPAK_IBU, None, Address("Bapak/Ibu", "Bapak/Ibu", "Anda")),
        (Language.EN, AddressForm.KAK, "Siti", Address("Siti", "", "you")),
        (Language.EN, AddressForm.BAPAK_IBU, None, Address("", "", "you")),
    ],
)
def test_a_customer_is_addressed_in_the_form_that_the_business_chose(
    language: Language, form: AddressForm, name: str | None, expected: Address
) -> None:
    assert address(language, form, name) == expected
