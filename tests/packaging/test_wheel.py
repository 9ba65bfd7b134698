"""What is installed without the repository beside it runs all the same: nothing that Ingat reads is left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

REPOSITORY = Path(__file__).parents[2]
INSTALLED = ("ingat", "bot", "crm", "sandbox", "migrations", "templates", "demo")
RUN_FROM = "from ingat import cli; assert cli.__file__.startswith({folder!r}), cli.__file__; cli.main()"
ANSWERS = "id\nKedai Uji\n" + 50 * "\n"  # the language, the name, and for the rest what is proposed
NEVER_INSTALLED = shutil.ignore_patterns("__pycache__", ".*")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that nothing of an earlier build is in it."""
    copy, built = tmp_path_factory.mktemp("repository"), tmp_path_factory.mktemp("wheel")
    for name in INSTALLED:
        shutil.copytree(REPOSITORY / name, copy / name, ignore=NEVER_INSTALLED)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, copy)
    build = f"from setuptools.build_meta import build_wheel; build_wheel({str(built)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=copy, check=True, capture_output=True)  # noqa: S603 ours
    [path] = built.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, where an installation would put them."""
    folder = tmp_path_factory.mktemp("site-packages")
    ZipFile(wheel).extractall(folder)
    return folder


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path, tmp_path: Path) -> None:
    expected = set()
    for name in INSTALLED:
        copy = Path(shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=NEVER_INSTALLED))
        expected |= {str(path.relative_to(tmp_path)) for path in copy.rglob("*") if path.is_file()}
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_the_installed_command_finds_what_it_reads(installed: Path, tmp_path: Path) -> None:
    """Words, skeleton and articles for `init` and `check`, the migrations for `db upgrade`."""

    def ingat(*arguments: str) -> str:
        command = [sys.executable, "-c", RUN_FROM.format(folder=str(installed)), *arguments]
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(installed),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'ingat.db'}",
        }
        ended = subprocess.run(  # noqa: S603 ours
            command, cwd=tmp_path, env=environment, input=ANSWERS, text=True, capture_output=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    assert "Sudah ditulis: business" in ingat("init", "business")
    ingat("check", str(installed / "demo"))
    ingat("db", "upgrade")
    assert (tmp_path / "ingat.db").exists()
