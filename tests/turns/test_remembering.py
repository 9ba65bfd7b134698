"""What the bot remembers of complaints, over hours and days: news, questions left open, complaints that come back."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from crm.cases import (
    CasePriority,
    CaseState,
    case_number,
    promise_in_case,
    take_case,
)
from crm.customers import merge
from crm.customers.claiming import claim_merge
from crm.customers.opening_claims import open_claim
from crm.kernel.database import Database
from crm.kernel.session import Session
from tests.turns.complaining import BROKEN, DAY, HOUR, LINKS, MAYBE, a_moment_later, cases, complain, solve
from tests.turns.shop import PHOTO, Shop, without

# Recognised


async def test_who_handles_it_and_what_was_promised_is_said_as_long_as_it_holds(shop: Shop) -> None:
    case_id = await complain(shop)
    tomorrow = shop.clock() + timedelta(days=1)
    run = shop.database.writer.run
    run(partial(take_case, case_id=case_id, owner="Sari", actor="agent:7", at=shop.clock()))
    run(
        partial(
            promise_in_case, case_id=case_id, promise="penggantinya dikirim", promise_due_at=tomorrow,
            actor="agent:7", at=shop.clock(),
        )
    )  # fmt: skip
    await shop.say("pesanan 4411 masih pecah, gimana ini")
    assert "Sari sedang menanganinya dan penggantinya dikirim besok." in shop.replies()[-1]
    shop.clock.pass_s(2 * DAY)
    await shop.say("pesanan 4411 masih pecah, gimana ini")
    assert "penggantinya" not in shop.replies()[-1], "a promise that was not kept is not repeated"


async def test_who_complains_again_because_nobody_replied_in_time_matters_more(shop: Shop) -> None:
    await complain(shop)
    await shop.say("pesanan 4411 pecah semua")
    assert cases(shop)[0].priority == CasePriority.NORMAL
    shop.clock.pass_s(2 * DAY)
    await shop.say("pesanan 4411 pecah, tolong dong")
    [case] = cases(shop)
    assert (case.priority, case.state) == (CasePriority.HIGH, CaseState.NEW)
    await shop.press(*shop.buttons()[0])
    assert cases(shop)[0].priority == CasePriority.NORMAL


async def test_not_about_this_restores_all_and_a_complaint_does_not_fall_between(shop: Shop) -> None:
    await complain(shop)
    solve(shop, cases(shop)[0].id)
    shop.clock.pass_s(2 * DAY)
    before = cases(shop)[0]._asdict()
    await shop.say("pesanan 4411 pecah lagi")
    assert cases(shop)[0].state == CaseState.OPEN
    await shop.press(*shop.buttons()[0])
    restored, new = cases(shop)
    assert restored._asdict() | {"told_at": None} == before
    assert restored.told_at is not None, "how it was solved has been said"
    assert (new.words, new.state) == ("pesanan 4411 pecah lagi", CaseState.NEW)
    assert shop.notices() == ["staff_new_case", "staff_case_back", "staff_new_case", "staff_more"]


async def test_a_complaint_that_comes_back_soon_opens_its_case_again_with_the_earlier_solution(shop: Shop) -> None:
    case_id = await complain(shop)
    solve(shop, case_id)
    shop.clock.pass_s(3 * DAY)
    await shop.say("Pesanan 4411 pecah lagi")
    [case] = cases(shop)
    assert (case.state, case.priority) == (CaseState.OPEN, CasePriority.HIGH)
    assert case.due_at > shop.clock()
    assert "saya buka lagi" in shop.replies()[-1]
    assert "Gelas pengganti sudah sampai" in shop.replies()[-1]
    assert shop.notices()[-1] == "staff_case_back"


async def test_a_complaint_that_comes_back_late_is_a_new_one_that_names_the_earlier(shop: Shop) -> None:
    case_id = await complain(shop)
    solve(shop, case_id)
    shop.clock.pass_s(40 * DAY)
    await shop.say("Pesanan 4411 pecah semua")
    first, second = cases(shop)
    assert (first.state, second.earlier_case_id) == (CaseState.SOLVED, case_id)
    assert "tidak perlu bercerita dari awal" in shop.replies()[-1]
    assert shop.notices() == ["staff_new_case", "staff_new_case", "staff_case_back"]


async def test_matters_of_money_are_never_attached_unasked(shop: Shop) -> None:
    await complain(shop, "Saya sudah bayar pesanan 4411 tapi saldo terpotong dua kali")
    await shop.say("pesanan 4411 saldo saya masih terpotong dua kali")
    assert [action for action, _ in shop.buttons()] == ["case.same", "case.new"]
    assert len(cases(shop)) == 1


# A question left open


async def test_a_question_that_nobody_answers_becomes_a_case_of_its_own(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    shop.clock.pass_s(10 * 60)
    assert await shop.sweep() == 0
    shop.clock.pass_s(10 * 60)
    assert await shop.sweep() == 1
    assert await shop.sweep() == 0
    assert [case.words for case in cases(shop)] == [BROKEN, MAYBE]
    assert "supaya tidak terlewat" in shop.replies()[-1]
    assert shop.notices() == ["staff_new_case", "staff_new_case"]
    assert shop.talk().asked is None


@pytest.mark.parametrize("words", ["batal", "ga jadi deh kak", "cancel", "never mind"])
async def test_who_cancels_the_question_has_no_case_opened_later(shop: Shop, words: str) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    await shop.say(words)
    await a_moment_later(shop)
    assert len(shop.replies()) == 3
    shop.clock.pass_s(HOUR)
    assert await shop.sweep() == 0
    await shop.say("jam buka berapa?")
    assert [case.words for case in cases(shop)] == [BROKEN]
    assert "terlewat" not in " ".join(shop.replies())


async def test_who_speaks_of_something_else_has_left_the_question_open(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    await shop.say("jam buka berapa?")
    assert [case.words for case in cases(shop)] == [BROKEN, MAYBE]
    kept, _, answer = shop.replies()[-1].partition("\n\n")
    assert "supaya tidak terlewat" in kept
    assert answer
    shop.clock.pass_s(HOUR)
    assert await shop.sweep() == 0


async def test_thanks_answer_nothing_and_the_question_stays_open(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    await shop.say("makasih kak")
    assert len(cases(shop)) == 1
    await shop.say("iya")
    await a_moment_later(shop)
    assert len(cases(shop)) == 1
    assert "sudah saya tambahkan" in shop.replies()[-1]
    shop.clock.pass_s(HOUR)
    assert await shop.sweep() == 0


async def test_the_number_of_the_order_answers_the_question(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    await shop.say("yang pesanan 4411 kak")
    assert len(cases(shop)) == 1
    assert "sudah saya tambahkan" in shop.replies()[-1]


async def test_of_health_people_are_called_again_and_the_customer_is_asked_nothing(shop: Shop) -> None:
    await complain(shop, "Saya sakit perut setelah minum kopinya")
    assert cases(shop)[0].priority == CasePriority.URGENT
    await shop.say("saya masih sakit perut sampai sekarang")
    assert shop.buttons() == []
    assert len(cases(shop)) == 1
    assert shop.notices() == ["staff_new_case", "staff_serious", "staff_serious"]


# Back again


def merge_with(shop: Shop, other: Shop) -> int:
    """Know two customers as one person, which neither chat is told anything of yet."""
    of, into = other.talk().customer_id, shop.talk().customer_id
    job = partial(merge, customer_id=of, into_id=into, evidence={"same": "phone"}, actor="staff:7", at=shop.clock())
    merge_id = shop.database.writer.run(job)
    assert merge_id is not None
    return merge_id


def confirm(shop: Shop, merge_id: int) -> None:
    """Let the customer of a chat say that they are that person."""
    talk = shop.talk()

    def job(session: Session) -> None:
        claim = claim_merge(
            session, chat_id=talk.chat_id, customer_id=talk.customer_id, merge_id=merge_id, at=shop.clock()
        )
        open_claim(session, claim, shop.clock())

    shop.database.writer.run(job)


async def test_a_complaint_is_known_in_another_chat_of_the_same_customer(database: Database, shop: Shop) -> None:
    await complain(shop)
    other = Shop(database, shop.snapshot, clock=shop.clock)
    await other.say("halo")
    await a_moment_later(other)
    confirm(other, merge_with(shop, other))
    shop.clock.pass_s(2 * DAY)
    await other.say("order 4411 still broken")
    assert len(cases(shop)) == 1
    assert cases(other) == []
    assert "from another chat" in other.replies()[-1]
    assert "damaged" not in other.replies()[-1]


async def test_another_chat_hears_nothing_of_how_a_complaint_ended_unless_it_asks(
    database: Database, shop: Shop
) -> None:
    case_id = await complain(shop)
    other = Shop(database, shop.snapshot, clock=shop.clock)
    await other.say("/start")
    merge_id = merge_with(shop, other)
    solve(shop, case_id)
    shop.clock.pass_s(DAY)
    await other.say("/start")
    assert case_number(case_id) not in other.replies()[-1], "nothing is told of a fresh merge"
    confirm(other, merge_id)
    await other.say("/start")
    assert "Ada kabar" in other.replies()[-1]
    assert "Gelas pengganti" not in other.replies()[-1]
    await other.press(*other.buttons()[0])
    assert "Gelas pengganti" in other.replies()[-1]


# Pictures, and other processes


async def test_pictures_come_and_go_with_the_words_they_belong_to(shop: Shop) -> None:
    await complain(shop)
    shop.clock.pass_s(2 * DAY)
    await shop.say(None, photo=PHOTO)
    await shop.say("pesanan 4411 masih pecah, lihat foto")
    links = linked(shop)
    assert {len(found) for found in links.values()} == {3}
    await shop.press(*shop.buttons()[0])
    first, second = cases(shop)
    assert [len(linked(shop)[case.id]) for case in (first, second)] == [1, 2], "the photo goes with its words"


def linked(shop: Shop) -> dict[int, list[int]]:
    with shop.database.reading() as session:
        rows = session.execute(select(LINKS.c.case_id, LINKS.c.interaction_id)).all()
    found: dict[int, list[int]] = {case.id: [] for case in cases(shop)}
    for case_id, interaction_id in rows:
        if case_id in found:
            found[case_id].append(interaction_id)
    return found


async def test_a_question_and_a_complaint_outlive_a_restart(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    shop.intake = shop.new_intake(lambda: shop.snapshot)
    shop.clock.pass_s(600)
    await shop.say("iya kak, masih soal itu")
    assert len(cases(shop)) == 1
    shop.clock.pass_s(5 * DAY)
    shop.intake = shop.new_intake(lambda: shop.snapshot)
    await shop.say("pesanan 4411 masih pecah")
    assert len(cases(shop)) == 1


async def test_what_nobody_answered_before_the_process_ended_is_kept_after_it_starts(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    shop.clock.pass_s(5 * DAY)
    assert await shop.sweep() == 1
    assert len(cases(shop)) == 2


async def test_a_question_that_cannot_be_settled_goes_to_the_staff_and_holds_up_nobody(shop: Shop) -> None:
    await complain(shop)
    await shop.say(MAYBE)
    shop.clock.pass_s(HOUR)
    whole = shop.snapshot
    shop.snapshot = without(whole, "complaint_unanswered")
    assert await shop.sweep() == 1
    shop.snapshot = whole
    assert await shop.sweep() == 0
    assert shop.notices()[-1] == "staff_turn_failed"
    assert len(cases(shop)) == 1


async def test_who_speaks_for_another_hears_nothing_of_earlier_orders_and_complaints(shop: Shop) -> None:
    case_id = await complain(shop, "pesanan 5522 belum sampai")
    solve(shop, case_id)
    await shop.say("pesanan 7733 kapan dikirim?")
    shop.clock.pass_s(40 * DAY)
    await shop.say("nomor pesanan saya 8844")
    await shop.say("saya suaminya Siti, paketnya belum sampai juga")
    assert len(cases(shop)) == 2
    assert not {"5522", "7733", "8844", case_number(case_id)} & set(shop.replies()[-1].replace(".", " ").split())
    assert "bercerita dari awal" not in shop.replies()[-1]
    assert shop.talk().asked is None


async def test_a_complaint_that_names_an_outlet_knows_it(shop: Shop) -> None:
    await shop.say("kasir di gerai Senopati jutek sekali")
    await shop.say("pesanan 4411 sampai pecah semua")
    assert [case.outlet for case in cases(shop)] == ["senopati", None]
