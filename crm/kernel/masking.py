"""Hides what nobody should have typed: numbers of bank cards and identities, one-time codes, PINs, passwords. Pure.

Words stay stored as they were said. Whatever shows them shows `masked` words, to customers, to staff and to the rules
that understand them. A number is hidden for what it is (the check digit and the beginning of a card, the region and the
date of an identity number) or for what it is called ("pin saya 123456"). Orders, parcels, phone numbers, prices and
dates are none of these.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from crm.kernel.masking_numbers import is_bank_card, is_identity_number

HIDDEN: Final = "••••"
_REMEMBERED_TEXTS = 256
_MOST_DIGITS: Final = 19  # of a bank card
_CALLED_A_CARD: Final = range(13, _MOST_DIGITS + 1)  # digits; who mistypes one has shown most of it
_CALLED_AN_IDENTITY: Final = range(14, 18)
_LONGEST_LOOKED_BEFORE = 48  # characters; what a number is called stands near it

_MAY_HIDE = re.compile(
    r"\d[ \W_]{0,2}(?:\d[ \W_]{0,2}){2}|pass|sandi|\bp(?:w|wd)\b", re.IGNORECASE
)  # quick: without any of these there is nothing to hide
_RUN = re.compile(r"\d(?:[ \t\n\r\u00a0._\-\u2010-\u2015/]{0,2}\d){12,}")
_GROUP = re.compile(r"\d+")
_PHONE = re.compile(r"(?<![\w-])(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,11}(?!\d)")
_ORDER = re.compile(
    r"\b(?:pesanan\w{0,6}|pesenan\w{0,6}|order\w{0,6}|invoice|inv|faktur|transaksi|trx|resi\w{0,4}|tracking|awb|"
    r"paket\w{0,4}|parcel|package|shipment|struk|nota|receipt|voucher|kupon|coupon|imei|seri|serial|"
    r"(?:kartu|nomor|no|card|id)[ .]{1,3}(?:anggota|member\w{0,4}|pelanggan|membership|customer))\b\D{0,24}$",
    re.IGNORECASE,
)
_TRACKING_LETTERS = re.compile(r"(?<![^\W\d_])[A-Z]{1,4}[- ]?$")
_BANK_CARD = re.compile(
    r"\b(?:kartu (?:kredit|debit|atm|bank)|(?:credit|debit|bank|atm) ?card|cc|atm|visa|master ?card|gpn|rekening kartu|"
    r"(?:nomor|no\.?|number) (?:kartu|of my card)|card (?:number|no\.?))\b\D{0,24}$",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"\b(?:nik|ktp\w{0,3}|e-?ktp|nomor induk kependudukan|kk|kartu keluarga|npwp|sim|identity (?:card|number)|"
    r"id card|national id)\b\D{0,24}$",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"\b(?:anggota|member\w{0,4}|pelanggan|loyalty|poin)\b", re.IGNORECASE)

_MINE = (
    r"(?:['\u2019]?s|-?nya|-?ku|-?mu)?(?:[\s,]+(?:saya|aku|gue|gw|ku|kami|my|mine|the|nya|ini|itu|tadi|barusan|yang|masuk|"
    r"baru|anda|kamu|your|kak|adalah|ialah|yaitu|is|are|was|it|ya|nih|atm|kartu|card|debit|kredit|credit|rekening|"
    r"m-?banking|mbanking|bca|bri|bni|mandiri|bsi|jago|gopay|ovo|dana|shopeepay|whatsapp|wa|telegram|google|"
    r"number|nomor|nomer|no|code|kode|digit|angka|dari|from|sms|untuk|for|buat))*"
)
_SAYS = r"[\s:=\-\u2013>.,\"'\u201c(]{0,4}"
_CODE_NAME = (
    r"(?:o\.?t\.?p|one[- ]?time (?:code|pass(?:word|code)?|pin)|kode (?:otp|verifikasi|rahasia|akses|login|masuk|sms|"
    r"konfirmasi|keamanan|aktivasi|autentikasi|whatsapp|wa)|kode verif\w*|(?:verification|security|login|sign[- ]?in|"
    r"access|confirmation|auth(?:entication)?|sms|2fa) code|token (?:bank|listrik internet)|mtoken|passcode)"
)
_CVV_NAME = r"(?:cvv2?|cvc2?|cvn|(?:tiga|3) (?:angka|digit)(?: di)? belakang(?: kartu)?)"
_PIN_NAME = r"(?:pin|p\.i\.n|m-?pin)"
_DIGITS = r"\d(?:[ \-.]?\d)"


def _named(name: str, least: int, most: int) -> tuple[re.Pattern[str], ...]:
    """A number said as what it is, before it ("pin saya 123456") or after it ("123456 itu pin saya")."""
    number = rf"(?P<secret>{_DIGITS}{{{least - 1},{most - 1}}})(?![\w]|[ \-.]?\d)"
    after = (
        r"[\s,]+(?:itu|ini|adalah|is|as|was|my|the|your|are|that'?s|kode|code|nomor|google|whatsapp|wa|telegram|login|"
        r"atm|kartu)\b"
    )
    return (
        re.compile(rf"(?<![\w]){name}{_MINE}{_SAYS}{number}", re.IGNORECASE),
        re.compile(
            rf"(?<![\w.,])(?P<secret>{_DIGITS}{{{least - 1},{most - 1}}})(?:{after}){{1,3}}[\s,]+{name}(?![\w])",
            re.IGNORECASE,
        ),
    )


_CODES = (*_named(_CODE_NAME, 4, 8), *_named(_PIN_NAME, 4, 8), *_named(_CVV_NAME, 3, 4))
_FORWARDED_CODE = re.compile(
    r"(?:jangan (?:pernah )?(?:berikan|beri|bagikan|sebarkan|kasih|infokan)|"
    r"do(?: not|n['\u2019]?t) (?:ever )?(?:share|give)|never share|rahasiakan)",
    re.IGNORECASE,
)
_CODE_WORD = re.compile(r"\b(?:kode|code|otp|pin|token)\b", re.IGNORECASE)
_CODE_ALONE = re.compile(r"(?<![\w.,+/-])(?P<secret>\d{4,8}|\d{3}[ -]\d{3})(?![\w]|[.,/:-]?\d)")

_PASSWORD = re.compile(
    r"(?<!\w)(?:pass?word|passwd|pass|pwd|pw|(?:kata )?sandi|kata kunci)(?P<mine>(?:-?(?:nya|ku|mu))?"
    r"(?:[\s,]+(?:saya|aku|gue|gw|kami|my|ini|itu|akun|account|email|for|untuk|lama|baru|old|new))*)"
    r"(?P<says>\s*[:=]\s*|\s+(?:adalah|ialah|yaitu|is|was)\s*:?\s+|\s+)[\"'\u201c(]?"
    r"(?P<secret>[^\s\"'\u201d<>]{3,64})",
    re.IGNORECASE,
)
_NO_PASSWORD = frozenset(
    """
    salah lupa hilang apa error eror ditolak tidak nggak ngga gak ga gk tdk belum blm sudah udah sdh kenapa gimana
    gmn bagaimana mana bisa terus masih juga yang dan atau untuk di ke dari dengan tolong mohon minta reset ganti
    diganti direset ubah diubah wrong lost forgotten forgot not incorrect invalid expired stolen reset changed change
    correct right wifi wi-fi wifinya akun account email saya aku my baru lama new old nya itu ini adalah is was berapa
    what why how where when and or the a an to for please help kok deh dong sih ya kak min pernah harus perlu ada lagi
    always still never working required needed bocor dicuri kedaluwarsa expired? kosong terlalu minimal aman lemah kuat
    too weak strong safe leaked hacked dihack dibajak terkunci locked gagal failed fails doesn't doesnt isn't isnt
    keeps can't cant won't wont does has have with on at in of it protected manager hint karena tapi but kalau if jika
    kapan when? gratis kasir wi gerai toko kafe cafe
    """.split()
)
_HIDDEN_WITH_NAME = re.compile(
    rf"(?:(?<!\w)(?:{_CODE_NAME}|{_CVV_NAME}|{_PIN_NAME}|pass?word|passwd|pass|pwd|pw|(?:kata )?sandi|kata kunci|"
    rf"nik|e?-?ktp|npwp|cc|visa|master ?card|(?:nomor |no\.? )?kartu(?: kredit| debit| atm)?|"
    rf"(?:credit|debit|bank|atm) card)(?!\w)[^{HIDDEN[0]}.,;!?\n]{{0,40}})?{HIDDEN}",
    re.IGNORECASE,
)
_EDGE = ".,!?;:)\u201d\u2019"


def masked(text: str) -> str:
    """Return a text with every secret in it replaced by dots. What is masked stays as it is when masked again."""
    return _masked(text) if _MAY_HIDE.search(text) else text


@lru_cache(_REMEMBERED_TEXTS)
def _masked(text: str) -> str:
    before = None
    while before != text:  # each round takes letters or digits away, so it ends
        before = text
        for hide in (_hide_long_numbers, _hide_named, _hide_passwords):
            text = hide(text)
    return text


def without_hidden(text: str) -> str:
    """Return a masked text without what is hidden and what it was called, for who asks what the rest means.

    "Pesanan pecah, pin saya ••••" is about an order, not about a PIN.
    """
    return _HIDDEN_WITH_NAME.sub(" ", text) if HIDDEN in text else text


def hides_secrets(text: str) -> bool:
    """Tell whether there is anything in a text that `masked` would hide."""
    return masked(text) != text


def _hide_long_numbers(text: str) -> str:
    """Hide cards and identity numbers, whatever blanks and hyphens they are written with."""
    without_phones = _PHONE.sub(lambda phone: "x" * len(phone[0]), text)
    found = [span for run in _RUN.finditer(without_phones) for span in _secrets_in(without_phones, run)]
    for start, end in reversed(found):
        text = f"{text[:start]}{HIDDEN}{text[end:]}"
    return text


def _secrets_in(text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield from left to right the parts of one run of digits, whole groups each, that are secret."""
    groups = [(run.start() + group.start(), run.start() + group.end()) for group in _GROUP.finditer(run[0])]
    first = 0
    while first < len(groups):
        start = groups[first][0]
        is_secret = _judge(text[max(0, start - _LONGEST_LOOKED_BEFORE) : start])
        last_possible = min(first + _MOST_DIGITS, len(groups)) - 1
        ends = ((last, groups[last][1]) for last in range(last_possible, first - 1, -1))
        secret = next(((last, end) for last, end in ends if is_secret(_digits(text[start:end]))), None)
        if secret is None:
            first += 1
            continue
        yield start, secret[1]
        first = secret[0] + 1


def _judge(before: str) -> Callable[[str], bool]:
    """Return what tells whether digits are secret, by the words that stand before them."""
    if _IDENTITY.search(before):
        return lambda digits: len(digits) in _CALLED_AN_IDENTITY
    if _BANK_CARD.search(before) and not _MEMBER.search(before):
        return lambda digits: len(digits) in _CALLED_A_CARD
    if _ORDER.search(before) or _TRACKING_LETTERS.search(before):
        return lambda digits: False
    return lambda digits: is_bank_card(digits) or is_identity_number(digits)


def _digits(text: str) -> str:
    return "".join(_GROUP.findall(text))


def _hide_named(text: str) -> str:
    for pattern in _CODES:
        text = pattern.sub(_without_secret, text)
    if _FORWARDED_CODE.search(text) and _CODE_WORD.search(text):
        text = _CODE_ALONE.sub(_without_secret, text)
    return text


def _hide_passwords(text: str) -> str:
    return _PASSWORD.sub(_without_password, text)


def _without_secret(found: re.Match[str]) -> str:
    start, end = found.start("secret") - found.start(), found.end("secret") - found.start()
    return f"{found[0][:start]}{HIDDEN}{found[0][end:]}"


def _without_password(found: re.Match[str]) -> str:
    """Hide the word that is called a password; "password saya salah terus" calls none."""
    secret = found["secret"].rstrip(_EDGE)
    if not secret or set(secret) <= set(HIDDEN) or secret.casefold() in _NO_PASSWORD:
        return found[0]
    is_said = ":" in found["says"] or "=" in found["says"] or bool(found["says"].split())
    is_mine = bool(found["mine"].strip())
    if not is_said and not (looks_made_up(secret) or (is_mine and _ends_the_sentence(found))):
        return found[0]
    return f"{_without_secret(found)}"


def looks_made_up(word: str) -> bool:
    """Whether a word is none of a language: it has digits, signs, or capitals inside."""
    return not word.isalpha() or word[1:] != word[1:].lower()


def _ends_the_sentence(found: re.Match[str]) -> bool:
    rest = found.string[found.end("secret") :].lstrip()
    return not found["secret"].endswith("?") and (not rest or rest[0] in ".,!;\n")
