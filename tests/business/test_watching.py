"""Edits apply without a restart, and a slip of the pen changes nothing."""

import os
from pathlib import Path

import pytest

from crm.kernel.language import Language
from ingat.business import BusinessError, Refused, Renewed, Watcher
from tests.business.conftest import ARTICLE, SETTINGS, write

BROKEN = SETTINGS.replace("Asia/Makassar", "Nowhere")


def looks(watcher: Watcher) -> Renewed | Refused | None:
    """A change counts once it was seen twice."""
    assert watcher.look() is None
    return watcher.look()


def test_without_a_change_nothing_happens(folder: Path) -> None:
    watcher = Watcher(folder)
    snapshot = watcher.snapshot
    assert [watcher.look() for _ in range(3)] == [None] * 3
    assert watcher.snapshot is snapshot


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("business.yaml", SETTINGS.replace("Kopi Uji", "Teh Uji")),
        ("articles/halal.yaml", ARTICLE.replace("buka", "halal").replace("open", "halal")),
        ("messages/id/hello.j2", "Halo baru."),
        ("messages/en/words.yaml", "button_yes: Yep"),
    ],
)
def test_a_good_change_replaces_the_snapshot_whole(folder: Path, file: str, content: str) -> None:
    watcher = Watcher(folder)
    before = watcher.snapshot
    write(folder / file, content)
    renewed = looks(watcher)
    assert isinstance(renewed, Renewed)
    assert renewed.snapshot is watcher.snapshot is not before
    assert before.business.name == "Kopi Uji"
    assert before.wording.button(Language.EN, "yes") == "Yes"
    assert watcher.look() is None


def test_a_deleted_override_goes_back_to_the_shipped_words(folder: Path) -> None:
    write(folder / "messages" / "id" / "hello.j2", "Halo baru.")
    watcher = Watcher(folder)
    (folder / "messages" / "id" / "hello.j2").unlink()
    assert isinstance(looks(watcher), Renewed)
    assert watcher.snapshot.wording.say(Language.ID, "hello").startswith("Halo, Bapak/Ibu. Saya Kodi")


def test_a_bad_change_is_told_once_and_the_old_snapshot_stays(folder: Path) -> None:
    watcher = Watcher(folder)
    before = watcher.snapshot
    write(folder / "business.yaml", BROKEN)
    refused = looks(watcher)
    assert isinstance(refused, Refused)
    assert 'there is no time zone "Nowhere"' in str(refused.problems[0])
    write(folder / "business.yaml", BROKEN + "\n")
    assert looks(watcher) is None
    assert watcher.snapshot is before


def test_after_a_bad_change_a_good_one_applies_and_a_bad_one_is_told_again(folder: Path) -> None:
    watcher = Watcher(folder)
    write(folder / "business.yaml", BROKEN)
    assert isinstance(looks(watcher), Refused)
    write(folder / "business.yaml", SETTINGS)
    assert isinstance(looks(watcher), Renewed)
    write(folder / "business.yaml", BROKEN)
    assert isinstance(looks(watcher), Refused)


def test_a_file_that_is_still_being_written_is_waited_for(folder: Path) -> None:
    watcher = Watcher(folder)
    write(folder / "business.yaml", SETTINGS[:30])
    assert watcher.look() is None
    write(folder / "business.yaml", SETTINGS.replace("Kopi Uji", "Teh Uji"))
    assert isinstance(looks(watcher), Renewed)
    assert watcher.snapshot.business.name == "Teh Uji"


def test_an_edit_that_keeps_the_size_is_seen_by_its_time(folder: Path) -> None:
    watcher = Watcher(folder)
    settings = folder / "business.yaml"
    before = settings.stat()
    write(settings, SETTINGS.replace("Kopi Uji", "Kopi Iju"))
    os.utime(settings, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert isinstance(looks(watcher), Renewed)
    assert watcher.snapshot.business.name == "Kopi Iju"


def test_a_folder_that_vanishes_is_told_and_the_shop_goes_on(folder: Path) -> None:
    watcher = Watcher(folder)
    folder.rename(folder.with_name("elsewhere"))
    assert isinstance(looks(watcher), Refused)
    assert watcher.snapshot.business.name == "Kopi Uji"


def test_a_watcher_does_not_begin_with_a_folder_that_cannot_be_used(folder: Path) -> None:
    write(folder / "business.yaml", BROKEN)
    with pytest.raises(BusinessError):
        Watcher(folder)
