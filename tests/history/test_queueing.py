"""What is queued, once for each key."""

import pytest
from sqlalchemy import select

from crm.history import Attachment, Card, Content, Media, Method, Place, Priority, State
from crm.kernel.database import Database
from crm.kernel.models import table_of
from tests.history.outboxes import due_now, end, row_of
from tests.history.talking import queue, queue_content, someone

MEDIA = table_of(Media)


def test_a_key_queues_one_delivery_however_often_its_job_runs(database: Database) -> None:
    talk = someone(database)
    assert queue(database, talk, "turn:1") is not None
    assert queue(database, talk, "turn:1") is None
    assert len(due_now(database)) == 1


def test_what_is_queued_holds_its_words_and_its_markup(database: Database) -> None:
    queue(database, someone(database), "hello & more")
    [due] = due_now(database)
    assert due.text == "hello & more"
    assert due.payload == {"html": "<b>hello & more</b>"}


@pytest.mark.parametrize(
    ("content", "kind", "payload"),
    [
        (Content(files=(Attachment("photo", "a"),)), "photo", {"files": 1}),
        (Content(files=(Attachment("photo", "a"), Attachment("video", path="b"))), "album", {"files": 2}),
        (Content(place=Place(-6.2, 106.8)), "location", {"location": {"latitude": -6.2, "longitude": 106.8}}),
        (
            Content(card=Card("+62812", "Budi")),
            "contact",
            {"contact": {"phone_number": "+62812", "first_name": "Budi", "last_name": None}},
        ),
    ],
)
def test_the_history_knows_what_kind_of_thing_was_said(
    database: Database, content: Content, kind: str, payload: dict[str, object]
) -> None:
    assert content.kind == kind
    queue_content(database, someone(database), content, "turn:1")
    [due] = due_now(database)
    assert due.payload == payload


def test_files_that_go_out_are_kept_with_their_interaction_and_not_fetched(database: Database) -> None:
    files = (Attachment("photo", "at Telegram"), Attachment("document", None, "application/pdf", "nota.pdf", 9, "ab/c"))
    said = queue_content(database, someone(database), Content(files=files), "turn:1")
    with database.reading() as session:
        rows = session.execute(select(MEDIA).where(MEDIA.c.interaction_id == said).order_by(MEDIA.c.id)).all()
    assert [(row.kind, row.file_id, row.path, row.state) for row in rows] == [
        ("photo", "at Telegram", None, "at_channel"),
        ("document", None, "ab/c", "kept"),
    ]
    assert [row.due_at for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("has_left", "priority"), [(False, Priority.MARKETING), (True, Priority.AGENT)], ids=["waiting", "sent"]
)
def test_what_is_about_marketing_yields_with_it_until_it_has_left(
    database: Database, has_left: bool, priority: Priority
) -> None:
    talk = someone(database)
    offer = queue(database, talk, "offer", Priority.MARKETING)
    [due] = due_now(database, marketing=True)
    if has_left:
        end(database, due.id, State.SENT)

    change = Content(html="x", method=Method.EDIT, about=offer, priority=Priority.AGENT)
    queue_content(database, talk, change, "change")

    assert row_of(database, due.id + 1).priority == priority
    assert row_of(database, due.id + 1).target_delivery_id == due.id
