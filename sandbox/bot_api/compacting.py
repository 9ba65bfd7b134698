"""Makes the small copy of the Bot API's description that the sandbox checks calls against.

Run `python -m sandbox.bot_api.compacting bot-api-10.2.json` with the full description to renew the copy beside it.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

COMPACT = Path(__file__).with_name("bot-api-10.2.json")
_CONSTANT = re.compile(r"(?:must be|always) ['\"]?(\w+)['\"]?")
_ONE_OF = re.compile(r"\n - (\w+)")


def compact(full: dict[str, Any]) -> dict[str, Any]:
    """Return methods as {name: {parameter: [type, required]}}, and types likewise, or as the list of what they may be.

    A third item of a field is the only value it may have, as in the `type` of an `InputMediaPhoto`.
    """
    return {
        "api": full["api"],
        "source": full["source"],
        "methods": {name: _fields(described) for name, described in full["methods"].items()},
        "types": {
            name: _fields(described) or _ONE_OF.findall(described["description"]) or {}
            for name, described in full["types"].items()
        },
    }


def _fields(described: dict[str, Any]) -> dict[str, list[Any]]:
    return {field["name"]: _field(field) for field in described["fields"]}


def _field(field: dict[str, Any]) -> list[Any]:
    constant = _CONSTANT.search(field["description"]) if field["name"] in {"type", "source"} else None
    return [field["type"], field["required"], *([constant[1]] if constant else [])]


if __name__ == "__main__":
    COMPACT.write_text(json.dumps(compact(json.loads(Path(sys.argv[1]).read_text())), separators=(",", ":")) + "\n")
