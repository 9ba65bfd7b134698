"""Tells who only says that a question comes: "kak mau nanya dong", "izin bertanya"."""

from typing import Final

from crm.knowledge import Phrase, read_words

LEAD_INS: Final = read_words("""
    tanya nanya bertanya tanyain nanyain ask question pertanyaan takon naros tanglet taros pirsa konsultasi
""")
_AROUND = read_words("""
    mau ingin pengen izin ijin boleh bolehkah bisa numpang bade arep nyuwun hoyong dong donk nih ya kak kakak admin dulu
    sebentar bentar sedikit dikit saya ada sesuatu beberapa hal soal permisi maaf i have a can may want to like would
    something some quick lagi juga deh tolong
""")


def leads_in(words: Phrase) -> bool:
    """Whether a sentence says nothing else. `words` are those that the normaliser leaves."""
    return not LEAD_INS.isdisjoint(words) and (LEAD_INS | _AROUND).issuperset(words)
