"""Blocked and unblocked, in whatever order the news of it comes."""

from tests.turns.shop import Shop


async def test_a_block_closes_the_channel_and_an_unblock_opens_it(shop: Shop) -> None:
    await shop.take(shop.membership(blocked=True))
    assert shop.talk().closed_reason == "blocked_by_customer"
    shop.clock.pass_s(1)
    await shop.take(shop.membership(blocked=False))
    assert shop.talk().closed_reason is None
    assert shop.replies() == []


async def test_a_block_that_arrives_after_its_unblock_changes_nothing(shop: Shop) -> None:
    block = shop.membership(blocked=True)
    shop.clock.pass_s(5)
    await shop.take(shop.membership(blocked=False))
    await shop.take(block)
    assert shop.talk().closed_reason is None


async def test_a_block_that_follows_words_of_long_ago_still_counts(shop: Shop) -> None:
    """The words came while we were away; what we learn of them now must not outdate the block that came after them."""
    await shop.take(shop.membership(blocked=True))
    shop.clock.pass_s(5)
    words = shop.update("message", shop.message("jam buka?"))
    shop.clock.pass_s(5)
    block = shop.membership(blocked=True)
    shop.clock.pass_s(600)
    await shop.take(words)
    await shop.take(block)
    assert shop.talk().closed_reason == "blocked_by_customer"


async def test_words_from_before_a_block_do_not_lift_it(shop: Shop) -> None:
    before = shop.update("message", shop.message("jam buka?"))
    shop.clock.pass_s(5)
    await shop.take(shop.membership(blocked=True))
    await shop.take(before)
    assert shop.talk().closed_reason == "blocked_by_customer"


async def test_words_lift_a_block_whose_unblock_is_still_to_come(shop: Shop) -> None:
    await shop.take(shop.membership(blocked=True))
    shop.clock.pass_s(5)
    await shop.say("jam buka?")
    assert shop.talk().closed_reason is None
