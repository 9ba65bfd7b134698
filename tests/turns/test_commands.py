"""What each command answers."""

import pytest

from tests.turns.shop import Shop


async def test_the_history_shows_what_was_said_before(shop: Shop) -> None:
    await shop.say("/history")
    await shop.say("gerainya di mana?")
    await shop.say("/history")
    assert "gerainya di mana?" in shop.replies()[-1]
    assert "gerainya di mana?" not in shop.replies()[0]


async def test_the_status_names_open_cases(shop: Shop) -> None:
    await shop.say("/status")
    await shop.say("paket saya belum sampai, pesanan KD-1001")
    await shop.say("/status")
    assert "K\N{NON-BREAKING HYPHEN}" in shop.replies()[-1]
    assert "K\N{NON-BREAKING HYPHEN}" not in shop.replies()[0]


@pytest.mark.parametrize(
    "command", ["/start", "/start@shop_bot", "/START", "/start promo", "/help", "/language", "/nothing", "/"]
)
async def test_every_command_gets_an_answer(shop: Shop, command: str) -> None:
    await shop.say(command)
    shop.clock.pass_s(2)
    await shop.sweep()
    assert len(shop.replies()) == 1


async def test_the_second_start_is_no_introduction(shop: Shop) -> None:
    await shop.say("/start")
    await shop.say("/start")
    first, second = shop.replies()
    assert first != second
    assert shop.talk().introduced_at == shop.clock()
