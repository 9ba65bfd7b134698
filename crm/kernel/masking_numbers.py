"""What a long number is by its digits alone: a bank card, an Indonesian identity. Pure."""

from typing import Final

_PROVINCES: Final = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 "
    "96 97".split()
)
_NIK_DIGITS: Final = 16
_WOMEN_FROM: Final = 40  # is added to the day of a woman's birth
_DAYS, _MONTHS, _REGENCIES, _DISTRICTS = 31, 12, 80, 70
_LONGEST_DOUBLED: Final = 9

_LENGTHS_BY_BEGINNING: Final = (
    (("4",), frozenset({13, 16, 19})),  # Visa
    (tuple(map(str, range(51, 56))), frozenset({16})),  # Mastercard
    (tuple(map(str, range(2221, 2721))), frozenset({16})),
    (("34", "37"), frozenset({15})),  # American Express
    (("35",), frozenset({16, 17, 18, 19})),  # JCB
    (("300", "301", "302", "303", "304", "305", "36", "38", "39"), frozenset({14, 16, 19})),  # Diners
    (("60", "62", "63", "64", "65", "67", "50", "56", "57", "58"), frozenset({16, 17, 18, 19})),  # and domestic ones
    (("1946", "9360"), frozenset({16})),  # Indonesia's own
)


def is_bank_card(digits: str) -> bool:
    """Whether digits can be a bank card's: their check digit, length and beginning are those of one."""
    fits = any(len(digits) in lengths and digits.startswith(begins) for begins, lengths in _LENGTHS_BY_BEGINNING)
    return fits and len(set(digits)) > 1 and has_luhn_digit(digits)


def has_luhn_digit(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (place % 2 + 1)
        total += value - 9 if value > _LONGEST_DOUBLED else value
    return total % 10 == 0


def is_identity_number(digits: str) -> bool:
    """Whether digits can be a NIK: province, regency and district, the day of birth, and a serial number.

    See Permendagri 74/2015: PPKKCC DDMMYY NNNN, with 40 added to the day for women.
    """
    if len(digits) != _NIK_DIGITS or digits[:2] not in _PROVINCES:
        return False
    regency, district, day, month = (int(digits[at : at + 2]) for at in (2, 4, 6, 8))
    day -= _WOMEN_FROM if day > _WOMEN_FROM else 0
    is_region = 1 <= regency <= _REGENCIES and 1 <= district <= _DISTRICTS
    return is_region and 1 <= day <= _DAYS and 1 <= month <= _MONTHS and digits[12:] != "0000"
