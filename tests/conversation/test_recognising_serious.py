"""What cannot wait is noticed: on messages that nobody saw who wrote the signs and the examples."""

import csv
from pathlib import Path

import pytest

from crm.conversation.learning_serious import EXAMPLES, HARMLESS
from crm.conversation.recognising_serious import SeriousKind
from tests.conversation.test_understanding import understood

with Path(__file__).with_name("serious.csv").open(encoding="utf-8", newline="") as _lines:
    LABELLED = [(row["text"], row["kind"]) for row in csv.DictReader(_lines)]
SERIOUS = [(text, kind) for text, kind in LABELLED if kind]
HARMLESS_ONES = [text for text, kind in LABELLED if not kind]


def test_of_serious_messages_at_least_nineteen_of_twenty_are_noticed() -> None:
    """By one hand that knew neither signs nor examples: 84, of which 81 are noticed."""
    missed = [text for text, _ in SERIOUS if understood(text).serious is None]
    assert len(SERIOUS) >= 60
    assert len(missed) / len(SERIOUS) <= 0.05, missed


def test_false_alarms_are_few() -> None:
    """Of 150, 50 of which were made to look serious: none."""
    alarms = [text for text in HARMLESS_ONES if understood(text).serious is not None]
    assert len(alarms) / len(HARMLESS_ONES) <= 0.02, alarms


def test_most_are_taken_for_what_they_are() -> None:
    right = [understood(text).serious == kind for text, kind in SERIOUS]
    assert sum(right) / len(right) >= 0.9


def test_the_examples_are_of_all_kinds_and_none_is_tested_with() -> None:
    with EXAMPLES.open(encoding="utf-8", newline="") as lines:
        examples = {row["text"].casefold(): row["kind"] for row in csv.DictReader(lines)}
    assert set(examples.values()) == {*SeriousKind, HARMLESS}
    assert examples.keys().isdisjoint(text.casefold() for text, _ in LABELLED)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Siang. Pesanan 4411 sudah sampai. Tapi anak saya muntah2 abis minum susunya", SeriousKind.POISONING),
        ("saya ga keracunan kok, tenang aja", None),
        ("kalau keracunan lapornya ke mana ya", None),
        ("boleh kirim ke IGD RS Borromeus?", None),
        ("saya lapar mau mati, ada roti bakar?", None),
        ("promo gila! dompet gw berdarah", None),
        ("who am I talking to", None),
        ("I'm Wati's husband, she was born on 2 May 1988", None),
        ("I'm going to kill that barista", SeriousKind.THREAT),
        ("I want to end my life", SeriousKind.SELF_HARM),
        ("mau bunuh diri tapi kurirnya juga diancam", SeriousKind.SELF_HARM),
    ],
)
def test_what_happened_is_told_from_what_is_asked_or_joked(text: str, kind: SeriousKind | None) -> None:
    assert understood(text).serious is kind
