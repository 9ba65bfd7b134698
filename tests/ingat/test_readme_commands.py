"""What the README tells people to type is there."""

import re
from pathlib import Path

import typer

from ingat.commands import app

README = Path(__file__).parents[2] / "README.md"


def test_every_command_of_the_readme_exists() -> None:
    """Two changes to the list of commands met once, and a whole group of them was gone."""
    root = typer.main.get_command(app)
    known = set(getattr(root, "commands", {}))
    named = set(re.findall(r"`ingat ([a-z]+)", README.read_text("utf-8")))
    assert named - known == set()
    assert "case" in named
