"""The folder of kept files: each under the hash of its bytes, never under a name that a stranger chose."""

import hashlib
import re
from pathlib import Path

_PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")


def keep_file(folder: Path, content: bytes) -> str:
    """Write a file, whole or not at all, and return its path below the folder. The same bytes twice are one file."""
    name = hashlib.sha256(content).hexdigest()
    path = folder / name[:2] / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    return f"{name[:2]}/{name}"


def read_file(folder: Path, path: str) -> bytes:
    """Return a kept file's bytes. Raises FileNotFoundError, also for a path that is none of ours."""
    if not _PATH.fullmatch(path):
        raise FileNotFoundError(path)
    return (folder / path).read_bytes()
