"""Comparing the CRM's state with what a scenario says it should be."""

import re
from typing import Any

from tests.scenarios.playing import fits


def check(name: str, expected: dict[str, Any], actual: dict[str, Any], received: int) -> None:
    """Compare what a scenario says of one person; what it does not mention is as in an ordinary conversation."""
    wanted = {"deliveries": ["sent"] * received, "closed": None, "holder": "bot", "cases": [], "files": []} | expected
    for what, value in wanted.items():
        if what == "history":
            _check_history(name, value, actual["history"])
        elif what == "cases":
            cases = [
                case | {"holds": [re.sub(r"K-\d+", "K-#", words) for words in case["holds"]]} for case in actual[what]
            ]
            assert cases == value, f"{name}'s cases are {cases}"
        else:
            assert actual[what] == value, f"{name}'s {what} are {actual[what]}"
    _check_versions(actual["history"])


def _check_history(name: str, expected: list[dict[str, str]], actual: list[dict[str, Any]]) -> None:
    """Each line is `customer: their words`, `customer photo: words`, or `bot: some of its words`."""
    shown = [f"{line['who']} {line['kind']}: {line['text']}" for line in actual]
    assert len(expected) == len(actual), f"{name}'s history is {shown}"
    for wanted, line in zip(expected, actual, strict=True):
        ((who_and_kind, text),) = wanted.items()
        who, _, kind = who_and_kind.partition(" ")
        assert (who, kind or "text") == (line["who"], line["kind"]), f"{name}'s history is {shown}"
        is_right = line["text"] == (text or "") if who == "customer" else fits(text, line["text"])
        assert is_right, f"{text!r} is not {line['text']!r} in {shown}"


def _check_versions(history: list[dict[str, Any]]) -> None:
    """An edit names a message of the customer's, words or a live location, that stays as it was."""
    said = {
        line["message_id"] for line in history if line["who"] == "customer" and line["kind"] in {"text", "location"}
    }
    for line in (line for line in history if line["who"] == "customer"):
        assert line["kind"] != "edit" or line["message_id"] in said
        assert line["kind"] != "reaction" or line["message_id"] not in said | {None}


def check_group(expected: dict[str, int], sent: list[str]) -> None:
    """Compare what was said and done in a group: nothing else was tried there."""
    assert {"messages": sent.count("message sent"), "leaves": sent.count("leave sent")} == expected, sent
    assert set(sent) <= {"message sent", "leave sent"}, sent
