"""What of the history a customer sees."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from crm.conversation.showing import shown
from crm.history import Direction, Line

NOON = datetime(2027, 6, 2, 5, 0, tzinfo=UTC)
_ids = count(1)


def said(kind: str = "text", text: str = "", **more: Any) -> Line:
    nothing: dict[str, Any] = dict.fromkeys(("payload", "message_id", "album_id"))
    values = nothing | {"direction": Direction.INBOUND, "author": "customer"}
    return Line(id=next(_ids), kind=kind, text=text, said_at=NOON, **(values | more))


def seen(*lines: Line) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for item in shown(lines, 10)]


def test_an_album_is_one_item_with_its_caption() -> None:
    parts = [said("photo", text, album_id="7") for text in ("", "pecah", "")]
    assert seen(said(text="halo"), *parts, said(text="tolong")) == [
        ("text", "halo"),
        ("album", "pecah"),
        ("text", "tolong"),
    ]


def test_two_albums_are_two_and_one_photo_is_a_photo() -> None:
    lines = [said("photo", album_id=album) for album in ("7", "7", "8", "8")]
    assert seen(*lines, said("photo", album_id="9")) == [("album", ""), ("album", ""), ("photo", "")]


def test_a_changed_message_has_its_newest_words_where_it_was_said() -> None:
    lines = [said(text="jam?", message_id=1), said(text="halo", message_id=2)]
    edits = [said("edit", text, message_id=1) for text in ("jam buka?", "jam tutup?")]
    assert seen(*lines, *edits) == [("text", "jam tutup?"), ("text", "halo")]


def test_a_change_of_what_is_no_longer_shown_stands_for_itself() -> None:
    assert seen(said("edit", "jam buka?", message_id=1)) == [("text", "jam buka?")]


def test_a_message_of_ours_with_the_same_number_is_not_changed() -> None:
    ours = said(text="Kami buka", message_id=1, direction=Direction.OUTBOUND, author="bot")
    assert seen(ours, said("edit", "x", message_id=1)) == [("text", "Kami buka"), ("text", "x")]


@pytest.mark.parametrize("kind", ["block", "unblock", "button", "service"])
def test_what_was_done_rather_than_said_is_left_out(kind: str) -> None:
    assert seen(said(kind), said(text="halo")) == [("text", "halo")]


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"quote": {"text": "setiap hari"}, "reply_to_message": {"text": "Kami buka setiap hari"}}, "“setiap hari” ok"),
        ({"reply_to_message": {"text": "Kami buka"}}, "“Kami buka” ok"),
        ({"reply_to_message": {"text": "x" * 90}}, f"“{'x' * 59}…” ok"),
        ({"reply_to_message": {"photo": []}}, "ok"),
        ({"quote": "odd"}, "ok"),
    ],
)
def test_a_reply_shows_what_it_answers_to(payload: dict[str, Any], text: str) -> None:
    assert seen(said(text="ok", payload=payload)) == [("text", text)]


@pytest.mark.parametrize(
    ("kind", "payload", "text"),
    [
        ("document", {"document": {"file_name": "struk.pdf"}}, "struk.pdf"),
        ("contact", {"contact": {"first_name": "Rina"}}, "Rina"),
        ("location", {"location": {}, "venue": {"title": "Monas"}}, "Monas"),
        ("location", {"location": {}}, ""),
        ("sticker", {"sticker": {"emoji": "🐱"}}, "🐱"),
        ("unsupported", {"dice": {}}, ""),
    ],
)
def test_what_has_no_words_is_called_by_its_name(kind: str, payload: dict[str, Any], text: str) -> None:
    assert seen(said(kind, payload=payload)) == [(kind, text)]


def test_only_the_last_items_are_shown() -> None:
    assert [item.text for item in shown([said(text=str(number)) for number in range(20)], 3)] == ["17", "18", "19"]


def test_a_quote_that_is_cut_shows_no_half_of_a_card() -> None:
    quoted = f"{'a' * 40} 4111 1111 1111 1111"
    payload = {"reply_to_message": {"text": quoted}}
    [(_, text)] = seen(said(text="ini", payload=payload))
    assert "4111" not in text
