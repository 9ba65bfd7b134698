"""The button under the text field that shares the customer's own phone: put there, and taken away."""

import pytest

from crm.history import Content, Keyboard
from sandbox.simulator import NotSeen
from tests.delivery.office import Office

SHARE, SKIP = "Kirim nomor HP", "Lewati"


async def test_the_button_shares_ones_own_contact(office: Office) -> None:
    siti, talk = await office.customer()
    await office.delivers(Content(html="Boleh kirim nomor HP?", keyboard=Keyboard(SHARE, SKIP)), to=talk)
    await office.arrived(siti)
    await siti.presses(SHARE)
    (*_, shared) = await siti.history()
    assert shared.raw["contact"]["user_id"] == siti.user_id


async def test_the_button_is_taken_away_again(office: Office) -> None:
    siti, talk = await office.customer()
    await office.delivers(Content(html="Boleh kirim nomor HP?", keyboard=Keyboard(SHARE, SKIP)), to=talk)
    await office.delivers(Content(html="Baik, dilewati.", keyboard=Keyboard()), to=talk)
    await office.arrived(siti)
    with pytest.raises(NotSeen):
        await siti.presses(SKIP, within_s=0.0)
