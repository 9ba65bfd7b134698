"""A business whose words are rendered."""

from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm.conversation.wording import Wording, make_wording, read_sources
from crm.kernel.business import AddressForm, Business
from crm.kernel.calendar import BusinessHours, OpenSpan
from crm.kernel.language import Language

SHIPPED = Path(__file__).parents[2] / "templates"


@pytest.fixture(scope="session")
def business() -> Business:
    every_day = (OpenSpan(time(8), time(17)),)
    return Business(
        name="Kopi & Teh",
        bot_name="Kodi",
        address_form=AddressForm.KAK,
        languages=tuple(Language),
        default_language=Language.ID,
        hours=BusinessHours(ZoneInfo("Asia/Jakarta"), (every_day,) * 7),
        emergency_phone="+62 21 5550 1234",
        reply_within_minutes=10,
    )


@pytest.fixture(scope="session")
def wording(business: Business) -> Wording:
    return make_wording(business, read_sources(SHIPPED))
