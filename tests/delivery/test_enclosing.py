"""Files, places and cards arrive with their words, each part once."""

import pytest

from crm.history import Attachment, Button, Card, Content, Place
from crm.history.content import FILE_KINDS
from crm.history.files import keep_file
from sandbox.world.files import plain_picture
from tests.delivery.office import Office

BUTTONS = ((Button("Ya", "yes"),),)
LONG = "Kopi dari Gayo. " * 100  # 1,600 characters


def kept(office: Office, kind: str, name: str | None = None, content: bytes = b"isi") -> Attachment:
    """Keep a file here, as the desk does before it queues an agent's upload."""
    picture = plain_picture(40, 30)
    return Attachment(kind, path=keep_file(office.folder, picture if kind == "photo" else content), name=name)


@pytest.mark.parametrize("kind", sorted(FILE_KINDS))
async def test_a_kept_file_arrives_as_what_it_is(office: Office, kind: str) -> None:
    siti, talk = await office.customer()

    [said] = await office.delivers(Content(files=(kept(office, kind),), buttons=BUTTONS), to=talk)

    [message] = await office.arrived(siti)
    assert (message.kind, message.buttons) == (kind, ["Ya"])
    assert office.parts(said)[0][1] == message.id
    assert office.delivery(said).state == "sent"


async def test_a_file_that_telegram_knows_is_named_and_not_sent_again(office: Office) -> None:
    siti, talk = await office.customer()
    received = await siti.sends_photo()
    file_id = received.raw["photo"][-1]["file_id"]

    await office.delivers(Content(html="Ini fotonya", files=(Attachment("photo", file_id),)), to=talk)

    [message] = await office.arrived(siti)
    assert message.raw["photo"][-1]["file_id"] == file_id
    assert message.text == "Ini fotonya"


async def test_words_that_fit_are_the_caption_with_their_markup_and_the_buttons(office: Office) -> None:
    siti, talk = await office.customer()
    words = "Pesanan <b>4411</b> &amp; notanya"

    [said] = await office.delivers(Content(html=words, files=(kept(office, "photo"),), buttons=BUTTONS), to=talk)

    [message] = await office.arrived(siti)
    assert (message.html, message.buttons) == (words, ["Ya"])
    assert [holds for *_, holds in office.parts(said)] == ["caption"]


@pytest.mark.parametrize(("kind", "words"), [("photo", LONG), ("sticker", "Pendek"), ("video_note", "Pendek")])
async def test_words_that_are_no_caption_follow_as_text_with_the_buttons(office: Office, kind: str, words: str) -> None:
    siti, talk = await office.customer()

    [said] = await office.delivers(Content(html=words, files=(kept(office, kind),), buttons=BUTTONS), to=talk)

    file, text = await office.arrived(siti)
    assert (file.kind, file.text, file.buttons) == (kind, "", [])
    assert (text.text, text.buttons) == (words.strip(), ["Ya"])
    assert office.parts(said) == [(0, file.id, "nothing"), (1, text.id, "text")]


async def test_a_caption_is_measured_as_telegram_counts_it(office: Office) -> None:
    siti, talk = await office.customer()
    for units in (1024, 1026):
        await office.delivers(Content(html="😀" * (units // 2), files=(kept(office, "photo"),)), to=talk)
    fits, alone, text = await office.arrived(siti)
    assert (len(fits.text), alone.text, len(text.text)) == (512, "", 513)


async def test_an_album_is_one_call_with_a_part_for_each_picture(office: Office) -> None:
    siti, talk = await office.customer()
    files = (kept(office, "photo"), kept(office, "video"), kept(office, "photo"))

    [said] = await office.delivers(Content(html="Tiga <i>sekaligus</i>", files=files), to=talk)

    messages = await office.arrived(siti)
    assert [message.kind for message in messages] == ["photo", "video", "photo"]
    assert len({message.raw["media_group_id"] for message in messages}) == 1
    assert messages[0].html == "Tiga <i>sekaligus</i>"
    assert len(await office.telegram.calls("sendMediaGroup")) == 1
    holds = ["caption", "nothing", "nothing"]
    assert office.parts(said) == [(part, messages[part].id, holds[part]) for part in range(3)]


async def test_files_go_in_as_few_albums_as_telegram_takes_them(office: Office) -> None:
    siti, talk = await office.customer()
    kinds = ["photo"] * 11 + ["document", "document", "voice", "audio"]

    await office.delivers(Content(files=tuple(kept(office, kind) for kind in kinds)), to=talk)

    assert [message.kind for message in await office.arrived(siti)] == kinds
    assert len(await office.telegram.calls("sendMediaGroup")) == 2
    assert len(await office.telegram.calls("sendPhoto")) == 1


async def test_the_buttons_of_an_album_stand_under_its_words_or_its_last_picture(office: Office) -> None:
    siti, talk = await office.customer()
    files = tuple(kept(office, "photo") for _ in range(3))

    await office.delivers(
        Content(html="Pilih", files=files, buttons=BUTTONS), Content(files=files, buttons=BUTTONS), to=talk
    )

    shown = [(message.kind, message.buttons) for message in await office.arrived(siti)]
    assert [kind for kind, _ in shown] == ["photo", "photo", "photo", "text", "photo", "photo", "photo"]
    assert [number for number, (_, buttons) in enumerate(shown) if buttons] == [3, 6]


async def test_a_place_and_a_card_go_before_their_words(office: Office) -> None:
    siti, talk = await office.customer()

    await office.delivers(
        Content(html="Gerai kami", place=Place(-6.2, 106.8)),
        Content(html="Kurirnya", card=Card("+628120000", "Budi"), buttons=BUTTONS),
        to=talk,
    )

    place, words, card, more_words = await office.arrived(siti)
    assert place.raw["location"] == {"latitude": -6.2, "longitude": 106.8}
    assert card.raw["contact"]["phone_number"] == "+628120000"
    assert [words.text, more_words.text, *more_words.buttons] == ["Gerai kami", "Kurirnya", "Ya"]


async def test_an_upload_that_nobody_answered_is_sent_again_whole(office: Office) -> None:
    siti, talk = await office.customer()
    await office.telegram.faults.closed(methods=["sendDocument"], times=2)

    [said] = await office.delivers(Content(html="Nota", files=(kept(office, "document", "nota.pdf"),)), to=talk)

    [message] = await office.arrived(siti)
    assert message.raw["document"]["file_name"] == "nota.pdf"
    assert message.raw["document"]["file_size"] == 3
    assert office.delivery(said).attempts == 2


async def test_what_arrived_before_the_break_is_not_sent_again(office: Office) -> None:
    siti, talk = await office.customer()
    await office.telegram.faults.closed(methods=["sendMessage"], times=1)
    files = (kept(office, "photo"), kept(office, "photo"), kept(office, "document"))

    [said] = await office.delivers(Content(html=LONG, files=files), to=talk)

    assert [message.kind for message in await office.arrived(siti)] == ["photo", "photo", "document", "text"]
    assert [part for part, *_ in office.parts(said)] == [0, 1, 2, 3]
    assert len(await office.telegram.calls("sendMediaGroup")) == 1


async def test_an_uploaded_file_is_known_by_telegrams_name_from_then_on(office: Office) -> None:
    siti, talk = await office.customer()
    await office.telegram.faults.closed(methods=["sendMessage"], times=1)
    [said] = await office.delivers(Content(html=LONG, files=(kept(office, "photo"),)), to=talk)
    photo, _ = await office.arrived(siti)
    assert office.file_ids(said) == [photo.raw["photo"][-1]["file_id"]]


async def test_markup_that_telegram_refuses_in_a_caption_is_left_out(office: Office) -> None:
    siti, talk = await office.customer()
    words = 'Lihat <a href="x">ini</b>'

    [said] = await office.delivers(Content(html=words, files=(kept(office, "photo"),)), to=talk)

    [message] = await office.arrived(siti)
    assert message.text == "Lihat ini"
    assert office.delivery(said).as_plain_text


async def test_a_name_that_telegram_refuses_ends_as_a_fault_of_ours_and_is_told(office: Office) -> None:
    siti, talk = await office.customer()

    [said, after] = await office.delivers(
        Content(files=(Attachment("photo", "AgACunknown"),)), Content(html="Sesudahnya"), to=talk
    )

    assert office.delivery(said).state == "failed"
    assert "identifier" in office.notices()[0]
    assert [message.text for message in await office.arrived(siti)] == ["Sesudahnya"]
    assert office.delivery(after).state == "sent"


async def test_a_name_that_telegram_refuses_is_no_loss_where_the_file_is_kept(office: Office) -> None:
    siti, talk = await office.customer()
    path = kept(office, "photo").path

    [said] = await office.delivers(Content(files=(Attachment("photo", "of-another-bot", path=path),)), to=talk)

    [message] = await office.arrived(siti)
    assert office.file_ids(said) == [message.raw["photo"][-1]["file_id"]]
    assert office.notices() == []


@pytest.mark.parametrize("path", ["ab/" + "0" * 64, "../../etc/passwd"])
async def test_a_kept_file_that_is_gone_is_told_and_holds_up_nothing(office: Office, path: str) -> None:
    siti, talk = await office.customer()

    [said, _] = await office.delivers(
        Content(files=(Attachment("document", path=path),)), Content(html="Sesudahnya"), to=talk
    )

    assert (office.delivery(said).state, office.delivery(said).reason) == ("failed", "a kept file is gone")
    assert len(office.notices()) == 1
    assert [message.text for message in await office.arrived(siti)] == ["Sesudahnya"]


async def test_a_file_from_nowhere_is_refused_when_it_is_queued(office: Office) -> None:
    _, talk = await office.customer()
    with pytest.raises(ValueError, match="neither at the channel nor here"):
        office.queue(talk, Content(files=(Attachment("photo"),)))
    with pytest.raises(ValueError, match="no kind of file"):
        office.queue(talk, Content(files=(Attachment("hologram", "AgAC"),)))
