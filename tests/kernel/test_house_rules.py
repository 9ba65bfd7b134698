"""Rules of the house that no type and no import rule can hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENT_METHODS = (
    "send_message",
    "send_photo",
    "send_document",
    "send_media_group",
    "send_location",
    "edit_message_text",
    "edit_message_caption",
    "set_message_reaction",
    "copy_message",
    "sendMessage",
)


def _sources(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.Module, *names: str) -> bool:
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return any(isinstance(func, ast.Attribute) and func.attr in names for func in called)


def test_the_product_commits_nowhere_but_in_its_writer() -> None:
    """A function that commits by itself takes its caller's half-done work with it, and no savepoint can undo that."""
    committing = [path for path, tree in _sources("crm") if _calls(tree, "commit", "begin", "begin_nested", "rollback")]
    assert committing == ["crm/kernel/writer.py"]


def test_outbound_interactions_are_created_in_one_place() -> None:
    """A second door into the outbox would skip the unique key, and somebody would get the same words twice."""
    creating = [path for path, tree in _sources("crm", "bot", "ingat") if _says_outbound(tree)]
    assert creating == ["crm/history/queueing.py"]


def _says_outbound(tree: ast.Module) -> bool:
    pairs = [
        (key, value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
    ]
    return any(
        isinstance(key, ast.Constant) and key.value == "direction" and ast.unparse(value) == "Direction.OUTBOUND"
        for key, value in pairs
    )


def test_deliveries_are_created_in_one_place() -> None:
    """What is inserted elsewhere would leave without priority, order and an end to its validity."""
    creating = []
    for path, tree in _sources("crm", "bot", "ingat"):
        inserts = [
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"insert", "insert_new"}
        ]
        if any("DELIVERIES" in text or "Delivery)" in text for text in inserts):
            creating.append(path)
    assert creating == ["crm/history/queueing.py"]


def test_only_the_delivery_sends_content() -> None:
    """Content sent elsewhere is in no history, asks no rule of leaving, and is lost or doubled by a crash."""
    sending = [path for path, tree in _sources("crm", "bot", "ingat") if _calls(tree, *CONTENT_METHODS)]
    assert sending
    assert all(path.startswith("bot/delivery/") for path in sending)


def test_the_words_of_the_history_are_read_in_few_places() -> None:
    """Words stay as they were said, and are hidden where they are shown: `Wording.say`, `HistoryLine`,
    `FactLine`, `understand`, `recall`.

    Who reads them elsewhere must pass them through one of these, or through `crm.kernel.masking.masked`.
    """
    reading = [
        path
        for path, tree in _sources("crm", "bot", "ingat")
        if any(ast.unparse(node) == "INTERACTIONS.c.text" for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    ]
    showing = ["crm/cases/queries.py", "crm/history/facts.py", "crm/history/outbox.py", "crm/history/queries.py"]
    indexing, counting = "crm/history/indexing.py", "ingat/counting.py"
    gathering = "crm/conversation/unanswered.py"  # masked where it is read
    comparing = "crm/history/recording.py"  # the last words with what follows, to hide it
    assert sorted(reading) == sorted([*showing, indexing, counting, gathering, comparing])


def test_nothing_waits_in_a_way_in_which_the_word_to_stop_gets_lost() -> None:
    """Python 3.11's `asyncio.wait_for` swallows a cancellation in the moment its wait ends: a stop hung for minutes.

    `async with asyncio.timeout(…)` does not.
    """
    waiting = [path for path, tree in _sources("crm", "bot", "ingat", "sandbox") if _calls(tree, "wait_for")]
    assert waiting == []


def test_the_documented_tests_exist() -> None:
    """A table of what is held by which test misleads, once a test has moved."""
    named = set(re.findall(r"`(tests/[\w/.]+)`", (ROOT / "docs/testing.md").read_text(encoding="utf-8")))
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_interactions_are_added_in_one_place() -> None:
    """What is added elsewhere waits for no index, and no search would ever find it."""
    adding = [
        path
        for path, tree in _sources("crm", "bot", "ingat")
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"insert", "insert_new", "postgresql_insert", "sqlite_insert"}
            and ("INTERACTIONS" in (said := ast.unparse(node)) or "Interaction)" in said)
            for node in ast.walk(tree)
        )
    ]
    assert adding == ["crm/history/appending.py"]
