"""Numbers that customers correct: in the case, in the question, by an edit; and back again."""

import pytest

from tests.turns.complaining import HOUR, a_moment_later, cases
from tests.turns.shop import Shop

BROKEN = "Pesanan 4411 sampai pecah semua"


@pytest.mark.parametrize("words", ["eh salah, maksudnya 4412", "bukan 4411 tapi 4412", "sorry I meant 4412", "*4412"])
async def test_a_correction_changes_the_number_of_the_case(shop: Shop, words: str) -> None:
    await shop.say(BROKEN)
    await shop.say(words)
    await a_moment_later(shop)
    [case] = cases(shop)
    assert case.order_number == "4412"
    assert "4412" in shop.replies()[-1]
    assert shop.notices() == ["staff_new_case", "staff_order_corrected"]
    await shop.press(*shop.buttons()[0])
    assert cases(shop)[0].order_number == "4411", "“Not about this” takes the correction back, too"


async def test_a_number_that_was_forgotten_may_be_added(shop: Shop) -> None:
    await shop.say("gelas saya sampai pecah semua")
    await shop.say("maksudnya pesanan 4412 kak")
    assert cases(shop)[0].order_number == "4412"


async def test_another_complaint_is_no_correction(shop: Shop) -> None:
    await shop.say(BROKEN)
    await shop.say("pesanan 5512 salah kirim, harusnya gayo")
    assert [case.order_number for case in cases(shop)] == ["4411", "5512"]


async def test_after_an_hour_a_bare_number_corrects_nothing_but_a_named_one_does(shop: Shop) -> None:
    await shop.say(BROKEN)
    shop.clock.pass_s(2 * HOUR)
    await shop.say("eh salah, maksudnya 4412")
    assert cases(shop)[0].order_number == "4411"
    await shop.say("bukan 4411 tapi 4412 kak")
    assert cases(shop)[0].order_number == "4412"


async def test_the_number_said_last_is_the_one_that_is_corrected(shop: Shop) -> None:
    await shop.say(BROKEN)
    await shop.say("pesanan 5522 belum sampai")
    await shop.say("eh salah maksudnya 5523")
    assert [case.order_number for case in cases(shop)] == ["4411", "5523"]


async def test_a_question_with_a_wrong_number_is_answered_with_the_right_one(shop: Shop) -> None:
    await shop.say("Pesanan 4412 sampai pecah semua")
    await shop.say("pesanan 4411 gimana kabarnya?")
    await shop.say("eh salah, maksudnya 4412")
    [case] = cases(shop)
    assert case.order_number == "4412"
    assert "pesanan 4412" in shop.replies()[-1]
    assert "ubah" not in shop.replies()[-1]


async def test_an_edit_corrects_the_number_of_the_case(shop: Shop) -> None:
    message = shop.message(BROKEN)
    await shop.take(shop.update("message", message))
    shop.clock.pass_s(60)
    await shop.take(shop.edit_of(message, "Pesanan 4412 sampai pecah semua"))
    assert cases(shop)[0].order_number == "4412"
    assert "dari 4411 menjadi" in shop.replies()[-1]
    assert shop.notices() == ["staff_new_case", "staff_order_corrected"]
