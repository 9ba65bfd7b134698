"""Tells who corrects a number they wrote: "eh salah, maksudnya 4412", "not 4411 but 4412", "*4412"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm.cases import without_case_numbers
from crm.conversation.recognising_orders import order_number_in

_NUMBER = r"#?\s*((?:[a-z]{2,4}-?)?\d{3,15})"
_GAP = r"[\s,.:;!()*-]+"
_NOT_BUT = re.compile(
    rf"\b(?:bukan|bkn|not|salah|isn'?t|jangan)\b{_GAP}(?:\w+{_GAP}){{0,3}}?{_NUMBER}{_GAP}"
    rf"(?:(?:kak|ya|min|yg|yang|tapi|tp|tpi|melainkan|but|benar|bener|it'?s|should|be|harusnya|maksudnya|maksud|saya|pesanan|order|"
    rf"nomor|no|the|i|meant)\b{_GAP})*{_NUMBER}\b",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    rf"{_NUMBER}{_GAP}(?:ya{_GAP}|kak{_GAP}|dong{_GAP})*(?:bukan|bkn|not)\b{_GAP}(?:\w+{_GAP}){{0,2}}?{_NUMBER}\b",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\b(?:maksudnya|maksud\s(?:saya|aku|gw|gue)|mksdnya|mksd|harusnya|seharusnya|ralat|koreksi|typo|"
    r"salah\s(?:ketik|tulis|nomor|nomer|no|angka|pesanan|order)|yang\s(?:benar|bener)|yg\s(?:benar|bener|bner)|"
    r"(?:e+h+|duh|ups|oops|aduh|sori|sorry|maaf)[\s,.!]+(?:salah|keliru|wrong)|(?:salah|keliru)\s(?:kak|min|deng|ding)|"
    r"i\smean(?:t)?|meant|correction|should\s(?:be|have\sbeen|read)|mistyped|wrong\s(?:number|order\snumber)|"
    r"my\s(?:bad|mistake)|sorry[\s,]+(?:it'?s|its)|it'?s\sactually|actually\sit'?s)\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"[\s,.]+(?:(?:e+h+|salah|keliru|ralat|sori|sorry|maaf|typo|oops|ups|duh|maksudnya|harusnya|maksud\s(?:saya|aku)|"
    r"i\smeant?)[\s,.:]+)+(?=(?:(?:pesanan|order|nomor|nomer|no|yang|yg|it'?s|kak)\W+){0,3}#?(?:[a-z]{2,4}-)?\d{3})",
    re.IGNORECASE,
)
_MAY_CORRECT = re.compile(r"\d{3}.*\d{3}|^\s*\*|\*\s*$|" + _SAYS_SO.pattern, re.IGNORECASE | re.DOTALL)
_STARRED = re.compile(rf"^\s*(?:\*\s*{_NUMBER}|{_NUMBER}\s*\*)\s*$", re.IGNORECASE)
_SMALL_WORDS = (
    r"(?:(?:it'?s|its|the|order|pesanan|nomor|nomer|no|number|yang|yg|kak|min|ya|deng|ding|eh|so|a)\b[\s,.:#-]*)*"
)
_SORRY = r"(?:sorry|sry|soz|oops|whoops|maaf|sori|sorri|ups|typo|mb|mianhe|aduh|duh|salah)\b[\s,.:!-]*"
_ONLY_SORRY = re.compile(
    rf"^\s*{_SMALL_WORDS}(?:{_SORRY}{_SMALL_WORDS}{_NUMBER}|{_NUMBER}[\s,.:!-]*{_SMALL_WORDS}{_SORRY}){_SMALL_WORDS}[\s.!]*$",
    re.IGNORECASE,
)
"""A number and an apology, and nothing else: "its 5513 sorry"."""
_DIGIT = re.compile(r"\d")
_LONGEST = 14  # words; who writes more tells a story


@dataclass(frozen=True, slots=True)
class Correction:
    """The order number that is right, and the wrong one where it was said."""

    right: str
    wrong: str | None = None


def correction_in(text: str) -> Correction | None:
    """Return the correction of an order number that a text is, or None. Numbers are in capitals, without a hash."""
    if _DIGIT.search(text) is None or len(text.split()) > _LONGEST:
        return None
    text = without_case_numbers(text)
    if found := _NOT_BUT.search(text):
        return _correction(right=found[2], wrong=found[1])
    if found := _BUT_NOT.search(text):
        return _correction(right=found[1], wrong=found[2])
    if found := _STARRED.match(text):
        return _correction(right=found[1] or found[2], wrong=None)
    if found := _ONLY_SORRY.match(text):
        return _correction(right=found[1] or found[2], wrong=None)
    if found := _SAYS_SO.search(text):
        said, meant = order_number_in(text[: found.start()]), order_number_in(text[found.end() :])
        right = meant or said
        return None if right is None else _correction(right=right, wrong=said if meant else None)
    return None


def _correction(right: str, wrong: str | None) -> Correction | None:
    right, wrong = right.upper(), wrong and wrong.upper()
    return None if right == wrong else Correction(right, wrong)


def with_corrections(texts: Sequence[str]) -> Sequence[str]:
    """Return the messages of one turn with what they correct themselves put right, the corrections left out.

    "Pesanan 4411 pecah" and "eh salah, 4412" in one breath are "Pesanan 4412 pecah".
    """
    if not any(_MAY_CORRECT.search(text) for text in texts):
        return texts
    right: list[str] = []
    for text in map(_put_right, texts):
        correction = correction_in(text) if right else None
        at = None if correction is None else _place_of(correction, right)
        if correction is None or at is None:
            right.append(text)
        else:
            right[at] = _replaced(right[at], correction.wrong or order_number_in(right[at]) or "", correction.right)
    return right


def _put_right(text: str) -> str:
    """Return one message in which a number is taken back at once ("4411 pecah, eh maksudnya 4412") as it was meant."""
    found = _TAKES_BACK.search(text)
    if found is None:
        return text
    said, meant = order_number_in(text[: found.start()]), order_number_in(text[found.end() :])
    if said is None or meant is None or said == meant:
        return text
    return _replaced(text[: found.start()], said, meant) + _replaced(text[found.end() :], meant, "")


def _place_of(correction: Correction, texts: Sequence[str]) -> int | None:
    for at in range(len(texts) - 1, -1, -1):
        number = order_number_in(texts[at])
        if number is not None and correction.wrong in {None, number}:
            return at
    return None


def _replaced(text: str, wrong: str, right: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right, text, flags=re.IGNORECASE)
