"""In which language the bot answers."""

from crm.conversation.snapshot import Snapshot
from crm.kernel.database import Database
from tests.turns.shop import Shop


async def test_before_any_words_the_phone_tells_the_language(database: Database, snapshot: Snapshot) -> None:
    english = Shop(database, snapshot, language_code="en")
    await english.press("article", "gerai")
    assert "five shops" in english.replies()[0]


async def test_what_they_write_counts_more_than_what_their_phone_says(database: Database, snapshot: Snapshot) -> None:
    shop = Shop(database, snapshot, language_code="en")
    await shop.say("gerainya di mana?")
    assert "lima gerai" in shop.replies()[0]
    assert shop.talk().language == "id"


async def test_who_changes_the_language_is_answered_in_the_new_one(shop: Shop) -> None:
    await shop.say("gerainya di mana?")
    await shop.say("Where are your shops?")
    assert "lima gerai" in shop.replies()[0]
    assert "five shops" in shop.replies()[1]


async def test_a_chosen_language_stays_whatever_they_write(shop: Shop) -> None:
    await shop.press("language", "en")
    await shop.say("gerainya di mana?")
    assert "five shops" in shop.replies()[-1]
    assert (shop.talk().language, shop.talk().language_chosen) == ("en", True)


async def test_a_language_that_is_not_spoken_falls_back_to_the_businesss_own(
    database: Database, snapshot: Snapshot
) -> None:
    shop = Shop(database, snapshot, language_code="de")
    await shop.press("article", "gerai")
    assert "lima gerai" in shop.replies()[0]


async def test_a_command_tells_no_language(shop: Shop) -> None:
    """Its name is the bot's own word: /help is no English."""
    await shop.say("gerainya di mana?")
    await shop.say("/help")
    assert shop.talk().language == "id"
    assert "keluhan" in shop.replies()[-1]


async def test_words_in_no_language_are_words_all_the_same(database: Database, snapshot: Snapshot) -> None:
    """Many Indonesians keep their phone in English, and begin with "P"."""
    shop = Shop(database, snapshot, language_code="en")
    await shop.say("zxcv")
    shop.clock.pass_s(2)
    await shop.sweep()
    assert "belum paham" in shop.replies()[-1]
    await shop.press("article", "gerai")
    assert "lima gerai" in shop.replies()[-1]
