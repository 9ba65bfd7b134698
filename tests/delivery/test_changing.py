"""What is in a chat already is quoted, changed, reacted to and taken back, whatever became of it."""

from datetime import timedelta
from typing import Any

import pytest

from crm.history import Attachment, Button, Content, Method, Priority, Said, State, Talk, record_inbound
from crm.history.files import keep_file
from crm.history.outbox import Ended, record_ends
from sandbox.simulator import Person, SeenMessage
from sandbox.world.files import plain_picture
from tests.delivery.office import Office
from tests.history.consenting import consents
from tests.history.talking import NOON

BUTTONS = ((Button("Ya", "yes"),),)
LONG = "Kopi dari Gayo. " * 300  # 4,800 characters: two messages


async def said_by(office: Office, person: Person, talk: Talk, words: str) -> tuple[SeenMessage, int]:
    """Let a customer say something, and return the message and its interaction."""
    message = await person.says(words)
    said = Said(key=f"said {message.id}", kind="text", text=words, said_at=NOON, message_id=message.id)
    return message, office.write(lambda session: record_inbound(session, talk, said, NOON))


def edit(about: int, words: str, **more: Any) -> Content:
    return Content(html=words, method=Method.EDIT, about=about, **more)


def picture(office: Office) -> Attachment:
    return Attachment("photo", path=keep_file(office.folder, plain_picture(40, 30)))


# Quotes


async def test_a_reply_quotes_what_the_customer_said(office: Office) -> None:
    siti, talk = await office.customer()
    question, asked = await said_by(office, siti, talk, "Sampai kapan?")

    await office.delivers(Content(html="Besok", about=asked), to=talk)

    [answer] = await office.arrived(siti)
    assert answer.raw["reply_to_message"]["message_id"] == question.id


async def test_a_reply_quotes_the_first_part_of_another_delivery(office: Office) -> None:
    siti, talk = await office.customer()
    earlier = office.queue(talk, Content(html=LONG))

    await office.delivers(Content(html="Seperti tadi", files=(picture(office),), about=earlier), to=talk)

    first, _, answer = await office.arrived(siti)
    assert answer.raw["reply_to_message"]["message_id"] == first.id


async def test_a_quote_of_what_was_deleted_or_never_arrived_is_left_out(office: Office) -> None:
    siti, talk = await office.customer()
    question, asked = await said_by(office, siti, talk, "Sampai kapan?")
    await siti.deletes(question)
    never = office.queue(talk, Content(html="Tidak sampai"))
    office.write(lambda s: record_ends(s, [Ended(office.delivery(never).id, State.FAILED, None, None)], NOON))

    await office.delivers(Content(html="Besok", about=asked), Content(html="Lusa", about=never), to=talk)

    arrived = await office.arrived(siti)
    assert [message.text for message in arrived] == ["Besok", "Lusa"]
    assert not any("reply_to_message" in message.raw for message in arrived)


# Edits


async def test_an_edit_changes_the_words_and_the_buttons_where_they_are(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pukul 8", buttons=BUTTONS), to=talk)

    [second] = await office.delivers(edit(first, "Pukul <b>9</b>"), to=talk)

    [message] = await office.arrived(siti)
    assert (message.html, message.buttons) == ("Pukul <b>9</b>", [])
    assert office.parts(second) == office.parts(first)


async def test_an_edit_that_was_queued_with_its_message_waits_for_it(office: Office) -> None:
    siti, talk = await office.customer()
    await office.telegram.faults.closed(methods=["sendMessage"], times=2)
    first = office.queue(talk, Content(html="Pukul 8"))
    await office.delivers(edit(first, "Pukul 9"), edit(first, "Pukul 10"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["Pukul 10"]
    assert len(await office.telegram.calls("editMessageText")) == 2


async def test_an_edit_of_marketing_that_waits_for_its_turn_leaves_after_it(office: Office) -> None:
    siti, talk = await office.customer()
    consents(office.database, talk)
    offer = office.queue(talk, Content(html="Diskon 10%", priority=Priority.MARKETING))
    corrected = office.queue(talk, edit(offer, "Diskon 20%"))
    await office.delivers(Content(html="Halo"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["Halo", "Diskon 20%"]
    assert office.delivery(corrected).priority == Priority.MARKETING


async def test_an_edit_of_an_edit_changes_the_same_message(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Satu", files=(picture(office),)), to=talk)
    [second] = await office.delivers(edit(first, "Dua"), to=talk)
    await office.delivers(edit(second, "Tiga", buttons=BUTTONS), to=talk)
    [message] = await office.arrived(siti)
    assert (message.kind, message.text, message.buttons) == ("photo", "Tiga", ["Ya"])


async def test_the_words_after_an_album_are_edited_where_they_are(office: Office) -> None:
    siti, talk = await office.customer()
    files = (picture(office), picture(office))
    [first] = await office.delivers(Content(html="Pilih", files=files, buttons=BUTTONS), to=talk)
    await office.delivers(edit(first, "Sudah"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["", "", "Sudah"]


async def test_longer_words_go_on_in_new_messages_and_shorter_ones_leave_none_behind(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pendek"), to=talk)

    [second] = await office.delivers(edit(first, LONG, buttons=BUTTONS), to=talk)

    begin, rest = await office.arrived(siti)
    assert f"{begin.text} {rest.text}" == LONG.strip()
    assert (begin.buttons, rest.buttons) == ([], ["Ya"])
    await office.delivers(edit(second, "Pendek lagi"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["Pendek lagi"]


@pytest.mark.parametrize("refusal", ["Bad Request: message to edit not found", "Bad Request: message can't be edited"])
async def test_an_edit_of_what_cannot_change_any_more_becomes_a_new_message(office: Office, refusal: str) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pukul 8"), to=talk)
    await office.telegram.faults.refused(refusal, methods=["editMessageText"], times=1)

    [second] = await office.delivers(edit(first, "Pukul 9", buttons=BUTTONS), to=talk)

    _, again = await office.arrived(siti)
    assert (again.text, again.buttons) == ("Pukul 9", ["Ya"])
    assert office.delivery(second).state == "sent"


async def test_an_edit_of_what_never_arrived_or_has_no_words_becomes_a_new_message(office: Office) -> None:
    siti, talk = await office.customer()
    never = office.queue(talk, Content(html="Tidak sampai"))
    office.write(lambda s: record_ends(s, [Ended(office.delivery(never).id, State.SUPPRESSED, None, None)], NOON))
    note = Attachment("video_note", path=keep_file(office.folder, b"film"))
    wordless = office.queue(talk, Content(files=(note,)))
    await office.delivers(edit(never, "Satu"), edit(wordless, "Dua"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["", "Satu", "Dua"]


async def test_words_that_no_caption_can_hold_become_a_new_message(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Foto", files=(picture(office),)), to=talk)
    await office.delivers(edit(first, "x" * 1025), to=talk)
    assert [len(message.text) for message in await office.arrived(siti)] == [4, 1025]


async def test_the_same_words_again_count_as_done(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pukul 8"), to=talk)
    [second] = await office.delivers(edit(first, "Pukul 8"), to=talk)
    assert office.delivery(second).state == "sent"
    assert [message.text for message in await office.arrived(siti)] == ["Pukul 8"]
    assert office.notices() == []


async def test_an_edit_that_nobody_answered_is_made_again(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pukul 8"), to=talk)
    await office.telegram.faults.accepted_closed(methods=["editMessageText"], times=1)
    [second] = await office.delivers(edit(first, "Pukul 9"), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["Pukul 9"]
    assert (office.delivery(second).state, office.delivery(second).attempts) == ("sent", 1)


async def test_markup_that_an_edit_cannot_have_is_left_out(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pukul 8"), to=talk)
    await office.delivers(edit(first, 'Lihat <a href="x">ini</b>'), to=talk)
    assert [message.text for message in await office.arrived(siti)] == ["Lihat ini"]


# Reactions and deletions


async def test_a_reaction_goes_to_what_the_customer_said_and_can_be_taken_back(office: Office) -> None:
    siti, talk = await office.customer()
    message, asked = await said_by(office, siti, talk, "Terima kasih")
    for emoji in ("👍", ""):
        await office.delivers(Content(html=emoji, method=Method.REACTION, about=asked), to=talk)
    calls = await office.telegram.calls("setMessageReaction")
    assert [call["params"]["message_id"] for call in calls] == [message.id, message.id]
    assert [len(call["params"].get("reaction", [])) for call in calls] == [1, 0]


async def test_a_reaction_to_what_is_gone_is_suppressed_and_nobody_is_told(office: Office) -> None:
    siti, talk = await office.customer()
    message, asked = await said_by(office, siti, talk, "Terima kasih")
    await siti.deletes(message)
    never = office.queue(talk, Content(html="Tidak sampai"))
    office.write(lambda s: record_ends(s, [Ended(office.delivery(never).id, State.FAILED, None, None)], NOON))

    reactions = [Content(html="👍", method=Method.REACTION, about=about) for about in (asked, never)]
    ids = await office.delivers(*reactions, to=talk)

    assert [office.delivery(number).state for number in ids] == ["suppressed", "suppressed"]
    assert office.notices() == []


async def test_a_deletion_takes_back_all_parts_also_what_an_edit_added(office: Office) -> None:
    siti, talk = await office.customer()
    [album] = await office.delivers(Content(files=(picture(office), picture(office))), to=talk)
    [words] = await office.delivers(Content(html="Pendek"), to=talk)
    [longer] = await office.delivers(edit(words, LONG), to=talk)
    deletions = [Content(method=Method.DELETION, about=about) for about in (album, longer, longer)]
    ids = await office.delivers(*deletions, to=talk)
    assert await office.arrived(siti) == []
    assert {office.delivery(number).state for number in ids} == {"sent"}


async def test_a_deletion_that_telegram_refuses_is_told(office: Office) -> None:
    _, talk = await office.customer()
    [words] = await office.delivers(Content(html="Salah kirim"), to=talk)
    refusal = "Bad Request: message can't be deleted for everyone"
    await office.telegram.faults.refused(refusal, methods=["deleteMessages"], times=1)
    [deletion] = await office.delivers(Content(method=Method.DELETION, about=words), to=talk)
    assert office.delivery(deletion).state == "failed"
    assert len(office.notices()) == 1


# What is queued


async def test_nothing_is_about_what_is_not_in_the_conversation(office: Office) -> None:
    _, talk = await office.customer("Siti")
    _, other = await office.customer("Budi")
    theirs = office.queue(other, Content(html="Milik Budi"))
    with pytest.raises(ValueError, match="not in this conversation"):
        office.queue(talk, edit(theirs, "Bukan"))
    with pytest.raises(ValueError, match="edit of nothing"):
        office.queue(talk, Content(html="Bukan", method=Method.EDIT))


async def test_what_is_too_late_is_not_changed(office: Office) -> None:
    siti, talk = await office.customer()
    [first] = await office.delivers(Content(html="Pukul 8"), to=talk)
    late = office.queue(talk, edit(first, "Pukul 9", valid_for=timedelta(seconds=-1)))
    await office.is_done()
    assert (office.delivery(late).state, office.delivery(late).reason) == ("failed", "too_late")
    assert [message.text for message in await office.arrived(siti)] == ["Pukul 8"]
