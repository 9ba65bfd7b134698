"""Who is back hears first what has changed since, once."""

from tests.turns.complaining import DAY, a_moment_later, complain, keep, solve
from tests.turns.shop import Shop


async def test_who_is_back_hears_how_it_was_solved_once(shop: Shop) -> None:
    await shop.say("/start")
    case_id = await complain(shop)
    shop.clock.pass_s(600)
    solve(shop, case_id)
    shop.clock.pass_s(DAY)
    await shop.say("/start")
    assert "Ada kabar sejak chat terakhir" in shop.replies()[-1]
    assert "Gelas pengganti sudah sampai pada 6 November." in shop.replies()[-1]
    assert "Ada lagi yang bisa saya bantu?" in shop.replies()[-1]
    shop.clock.pass_s(DAY)
    await shop.say("/start")
    assert "kabar" not in shop.replies()[-1]


async def test_news_come_before_the_answer(shop: Shop) -> None:
    case_id = await complain(shop)
    solve(shop, case_id)
    shop.clock.pass_s(DAY)
    await shop.say("jam buka berapa?")
    news, _, answer = shop.replies()[-1].partition("\n\n")
    assert "Gelas pengganti" in news
    assert "Ada lagi" not in shop.replies()[-1]
    assert answer


async def test_who_was_hardly_away_is_not_welcomed_back(shop: Shop) -> None:
    case_id = await complain(shop)
    shop.clock.pass_s(600)
    solve(shop, case_id)
    await shop.say("jam buka berapa?")
    assert "Gelas pengganti" not in shop.replies()[-1]


async def test_a_greeting_is_returned_with_the_news(shop: Shop) -> None:
    case_id = await complain(shop)
    solve(shop, case_id)
    shop.clock.pass_s(DAY)
    await shop.say("Assalamualaikum")
    await a_moment_later(shop)
    assert (
        shop.replies()[-1].startswith("Waalaikumsalam, Kak Siti. Ada kabar") or "Waalaikumsalam" in shop.replies()[-1]
    )
    assert "Gelas pengganti" in shop.replies()[-1]


async def test_delicate_news_are_told_only_on_request(shop: Shop) -> None:
    await shop.say("/start")
    case_id = await complain(shop, "Saya sakit perut setelah minum kopinya")
    solve(shop, case_id, "Hasil laboratorium sudah ada.")
    shop.clock.pass_s(DAY)
    await shop.say("/start")
    assert "laboratorium" not in shop.replies()[-1]
    assert "sehat" not in shop.replies()[-1]
    await shop.press(*shop.buttons()[0])
    assert "Hasil laboratorium sudah ada." in shop.replies()[-1]


async def test_who_is_back_hears_once_that_a_promise_was_kept(shop: Shop) -> None:
    await shop.say("/start")
    case_id = await complain(shop)
    keep(shop, case_id)
    shop.clock.pass_s(DAY)
    await shop.say("/start")
    assert "Ada kabar sejak chat terakhir tentang keluhan" in shop.replies()[-1]
    assert "Gelas pengganti sudah dikirim pagi ini." in shop.replies()[-1]
    assert "belum dibalas" not in shop.replies()[-1], "what was promised is done: nothing is overdue"
    shop.clock.pass_s(DAY)
    await shop.say("/start")
    assert "Ada kabar" not in shop.replies()[-1]


async def test_a_kept_promise_is_told_to_who_asks_and_then_is_no_news_any_more(shop: Shop) -> None:
    case_id = await complain(shop)
    keep(shop, case_id, None)
    await shop.say(f"K-{1000 + case_id} gimana ya")
    assert "penggantinya dikirim." in shop.replies()[-1]
    shop.clock.pass_s(DAY)
    await shop.say("jam buka berapa?")
    assert "Ada kabar" not in shop.replies()[-1]


async def test_a_kept_promise_in_a_delicate_matter_is_told_only_on_request(shop: Shop) -> None:
    await shop.say("/start")
    case_id = await complain(shop, "Saya sakit perut setelah minum kopinya")
    keep(shop, case_id, "Hasil laboratorium sudah kami kirim.")
    shop.clock.pass_s(DAY)
    await shop.say("/start")
    assert "laboratorium" not in shop.replies()[-1]
    await shop.press(*shop.buttons()[0])
    assert "Hasil laboratorium sudah kami kirim." in shop.replies()[-1]


async def test_an_overdue_reply_comes_before_any_welcome(shop: Shop) -> None:
    await complain(shop)
    shop.clock.pass_s(2 * DAY)
    await shop.say("halo")
    await a_moment_later(shop)
    assert "belum dibalas" in shop.replies()[-1]
    assert "bisa saya bantu" not in shop.replies()[-1]
    assert shop.notices() == ["staff_new_case", "staff_more"]


async def test_who_asks_after_a_solved_complaint_hears_how_it_ended(shop: Shop) -> None:
    case_id = await complain(shop)
    solve(shop, case_id)
    await shop.say(f"K-{1000 + case_id} gimana ya")
    assert "sudah selesai" in shop.replies()[-1]
    assert "Gelas pengganti" in shop.replies()[-1]


# Elsewhere
