"""What is a receipt, a proof of payment or small talk, and what only looks like it."""

import pytest

from crm.conversation.recognising_papers import Paper, paper_in
from crm.conversation.recognising_small_talk import SmallTalk, small_talk_in
from crm.knowledge import words_of


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("bukti tf ya min", Paper.PROOF),
        ("nih bukti transfernya", Paper.PROOF),
        ("ini bukti transfer kak", Paper.PROOF),
        ("here's my payment proof", Paper.PROOF),
        ("udah tf ya kak", Paper.CLAIM),
        ("sdh sy transfer ya", Paper.CLAIM),
        ("i've just paid", Paper.CLAIM),
        ("struk belanja kmrn", Paper.RECEIPT),
        ("udah transfer tapi pesanan belum diproses", None),
        ("udah bayar dua kali", None),
        ("gimana cara kirim bukti transfer?", None),
        ("sudah transfer tapi gagal", None),
        ("", None),
    ],
)
def test_a_paper_is_told_from_what_is_said_of_it(text: str, paper: Paper | None) -> None:
    assert paper_in(text, words_of(text)) == paper


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lagi ngapain kak", SmallTalk.HOW_ARE_YOU),
        ("i love you", SmallTalk.AFFECTION),
        ("kamu pinter bgt", SmallTalk.PRAISE_OF_THE_BOT),
        ("bosen nih", SmallTalk.JOKE),
        ("wkwkwkwk", SmallTalk.LAUGHTER),
        ("hahaha hehehe", SmallTalk.LAUGHTER),
        ("who made you?", SmallTalk.ABOUT_ITSELF),
        ("i love your coffee", None),
        ("kapan pesanan saya datang", None),
        ("haha pesanan saya rusak", None),
        ("", None),
    ],
)
def test_small_talk_is_told_from_what_means_something(text: str, kind: SmallTalk | None) -> None:
    assert small_talk_in(words_of(text)) == kind
