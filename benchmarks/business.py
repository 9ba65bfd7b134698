"""The demo business at any hour: what is measured or tried at night is what is measured or tried at noon."""

import re
import shutil
from pathlib import Path
from typing import Final

DEMO: Final = Path(__file__).resolve().parents[1] / "demo"
_AT_ANY_HOUR: Final = {"quiet_hours": "none", "marketing_per_day": "99", "marketing_per_week": "99"}


def demo_at_any_hour(folder: Path) -> Path:
    """Copy the demo business to a folder that is not there yet, without quiet hours and caps, and return it."""
    shutil.copytree(DEMO, folder)
    settings = folder / "business.yaml"
    text = settings.read_text("utf-8")
    for name, value in _AT_ANY_HOUR.items():
        text, count = re.subn(rf"^{name}:.*$", f"{name}: {value}", text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{settings} has {count} lines for {name}")
    settings.write_text(text, "utf-8")
    return folder
