"""A shop that keeps its orders elsewhere: the bot sees none, says so, and lets a person look."""

from tests.turns.complaining import a_moment_later
from tests.turns.shop import Shop


async def test_the_article_says_where_and_the_number_goes_to_a_person(shop: Shop) -> None:
    await shop.say("pesanan saya mana?")
    assert "Status dan nomor resi ada di Akun Saya" in shop.replies()[-1]
    assert "tulis CS" not in shop.replies()[-1]
    await shop.say("4411")
    await a_moment_later(shop)
    assert "Pesanan 4411 tidak bisa saya lihat dari sini" in shop.replies()[-1]
    assert shop.talk().holder == "waiting"


async def test_who_names_it_at_once_gets_to_a_person_at_once(shop: Shop) -> None:
    await shop.say("pesanan 4412 sudah dikirim belum?")
    assert "Pesanan 4412 tidak bisa saya lihat dari sini" in shop.replies()[-1]
    assert shop.talk().holder == "waiting"
