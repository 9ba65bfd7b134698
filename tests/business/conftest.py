"""A small business folder that is in order, to be spoiled by each test in its own way."""

from pathlib import Path

import pytest

SETTINGS = """\
name: Kopi Uji
bot_name: Kodi
address_form: bapak_ibu
languages: [id, en]
default_language: en
time_zone: Asia/Makassar
hours:
  monday: 08:00-17:00
  tuesday: 08:00-12:00, 13.00-17.00
  wednesday: [08:00-12:00, 13:00-17:00]
  kamis: 8:00 - 17:00
  friday: 16:00-02:00
  saturday: 00:00-24:00
  sunday: closed
holidays:
  2026-12-25: Natal
emergency_phone: +62 361 555 1234
reply_within_minutes: 15
"""

ARTICLE = """\
id:
  title: Jam buka
  questions:
    - Jam buka berapa?
  answer: Kami buka setiap hari.
en:
  title: Opening hours
  questions:
    - When are you open?
  answer: We are open every day.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "business"
    write(folder / "business.yaml", SETTINGS)
    write(folder / "articles" / "jam-buka.yaml", ARTICLE)
    return folder


def write(path: Path, text: str) -> None:
    """Write a file with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
