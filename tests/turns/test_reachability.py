"""Whether a customer can be reached: blocks, unblocks and words, in whatever order they come."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from crm.conversation.snapshot import Snapshot
from crm.customers import close_channel
from crm.kernel.database import Database
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


@pytest.mark.parametrize(
    "history",
    [
        ("says", "block", "says"),
        ("says", "block", "unblock"),
        ("edits", "reacts", "block"),
        ("block", "reacts"),
        ("block", "edits"),
        ("block", "unblock", "says", "block"),
    ],
    ids="-".join,
)
async def test_in_whatever_order_they_come_the_channel_is_as_the_customer_left_it(
    database: Database, snapshot: Snapshot, history: tuple[str, ...]
) -> None:
    """Webhooks bring blocks, unblocks and words in any order, and an unblock may never come."""
    for order in permutations(range(len(history))):
        shop = Shop(database, snapshot)
        raws = []
        for step in history:
            shop.clock.pass_s(3)
            raws.append(_happens(shop, step))
        for number in order:
            await shop.take(raws[number])
        assert (shop.talk().closed_reason is not None) is (history[-1] == "block"), order


def _happens(shop: Shop, step: str) -> dict[str, Any]:
    match step:
        case "says":
            return shop.update("message", shop.message("jam buka?"))
        case "edits":
            return shop.edit_of(shop.message("jam?"), "jam buka?")
        case "reacts":
            return shop.reaction_to(5)
    return shop.membership(blocked=step == "block")


async def test_a_press_before_a_block_that_comes_to_us_after_it_does_not_outdate_it(shop: Shop) -> None:
    """Telegram does not date a press: it counts from when we hear of it, which may be long after."""
    press = shop.press_of(shop.signer.pack(str(shop.user_id), "article", "gerai"))
    shop.clock.pass_s(1)
    block = shop.membership(blocked=True)
    shop.clock.pass_s(600)
    await shop.take(press)
    await shop.take(block)
    assert shop.talk().closed_reason == "blocked_by_customer"


@pytest.mark.parametrize("block_comes_first", [True, False])
async def test_of_a_block_and_an_unblock_in_one_second_the_unblock_counts(shop: Shop, block_comes_first: bool) -> None:
    """Nobody can tell which was first. A customer taken for reachable is found out by the next call; one taken for
    blocked would be told nothing any more.
    """
    both = [shop.membership(blocked=blocked) for blocked in (block_comes_first, not block_comes_first)]
    for raw in both:
        await shop.take(raw)
    assert shop.talk().closed_reason is None


async def test_of_words_and_a_block_in_one_second_what_came_last_counts(shop: Shop) -> None:
    raws = [shop.update("message", shop.message("jam buka?")), shop.membership(blocked=True)]
    raws.append(shop.update("message", shop.message("jam buka?")))
    reasons = []
    for raw in raws:
        await shop.take(raw)
        reasons.append(shop.talk().closed_reason)
    assert reasons == [None, "blocked_by_customer", None]


async def test_an_unblock_in_the_second_of_a_refused_call_lifts_what_the_refusal_closed(shop: Shop) -> None:
    await shop.say("jam buka?")
    unblock = shop.membership(blocked=False)
    call_began_at = shop.clock() + timedelta(milliseconds=300)
    identity = shop.talk().identity_id
    shop.database.writer.run(lambda session: close_channel(session, identity, "blocked", call_began_at))
    await shop.take(unblock)
    assert shop.talk().closed_reason is None
