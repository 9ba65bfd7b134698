"""Where Telegram would push updates to, and where not."""

import pytest

from tests.sandbox.conftest import Bot


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://kopi.example", "bad webhook: Failed to parse URL"),
        ("kopi.example", "bad webhook: Failed to parse URL"),
        ("https://kopi.example:nine/", "bad webhook: Failed to parse URL"),
        ("http://kopi.example/hook", "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://kopi.example:8080/hook",
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
    ],
)
async def test_an_address_that_telegram_would_not_push_to(bot: Bot, url: str, words: str) -> None:
    assert await bot.refused("setWebhook", url=url) == f"Bad Request: {words}"
    assert (await bot.call("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize("url", ["https://kopi.example/hook", "https://kopi.example:8443/", "http://127.0.0.1:9/hook"])
async def test_the_world_by_https_and_this_machine_by_anything(bot: Bot, url: str) -> None:
    await bot.call("setWebhook", url=url)
    assert (await bot.call("getWebhookInfo"))["url"] == url


@pytest.mark.parametrize(
    ("secret", "words"),
    [("a b", "secret token contains unallowed characters"), ("a" * 257, "secret token is too long")],
    ids=["unallowed", "too long"],
)
async def test_a_secret_that_telegram_would_not_take(bot: Bot, secret: str, words: str) -> None:
    refusal = await bot.refused("setWebhook", url="https://kopi.example/", secret_token=secret)
    assert refusal == f"Bad Request: {words}"
