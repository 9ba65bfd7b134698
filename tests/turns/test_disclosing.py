"""Nobody hears what is not theirs, however they come at it."""

from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from crm.cases import solve_case
from crm.cases.models import Case, CaseQuestion
from crm.customers import Chat, Standing, customers_told, merge, standing_of
from crm.customers.claiming import claim_merge, claim_moved_number, try_second_sign, unconfirmed_merge
from crm.customers.finding import find_known
from crm.customers.importing import import_customers
from crm.customers.models import CustomerDetails
from crm.customers.opening_claims import open_claim, open_or_move
from crm.customers.records import CustomerRecord
from crm.history import Conversation, Interaction
from crm.kernel.models import table_of
from crm.kernel.session import Session
from crm.orders import OrderRecord, record_order
from tests.turns.complaining import BROKEN, HOUR, MAYBE, a_moment_later, complain
from tests.turns.shop import Shop

CASES, QUESTIONS, DETAILS, CONVERSATIONS, INTERACTIONS, CHATS = (
    table_of(model) for model in (Case, CaseQuestion, CustomerDetails, Conversation, Interaction, Chat)
)
FORWARDED = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Rina", "date": 1}}
_numbers = count(6281200001000)


def known(shop: Shop, name: str, phone: str, **more: Any) -> int:
    """Import a customer with this phone, and return their id."""

    def job(session: Session) -> int:
        record = CustomerRecord(name=name, source_id=name, phone=phone, last_active_at=shop.clock(), **more)
        import_customers(session, "till", [record], shop.clock())
        query = select(DETAILS.c.customer_id).where(DETAILS.c.source_id == name)
        return int(session.scalar(query))

    return shop.database.writer.run(job)


async def shares(shop: Shop, phone: str) -> None:
    contact = {"phone_number": phone, "first_name": "Siti", "user_id": shop.user_id}
    await shop.say(None, contact=contact)


def a_phone() -> str:
    return f"+{next(_numbers)}"


async def says(shop: Shop, words: str, **more: Any) -> None:
    """Say a word, and wait whether more comes."""
    await shop.say(words, **more)
    await a_moment_later(shop)


def chat_of(shop: Shop) -> int:
    """The only conversation of this person's, whoever of a family speaks in it."""
    query = (
        select(CONVERSATIONS.c.id)
        .join(CHATS, CHATS.c.id == CONVERSATIONS.c.chat_id)
        .where(CHATS.c.external_id == str(shop.user_id))
    )
    with shop.database.reading() as session:
        return int(session.scalar(query))


def all_said(shop: Shop) -> list[str]:
    """What the bot said in the chat, to whomever of a family."""
    query = select(INTERACTIONS.c.text).where(
        INTERACTIONS.c.conversation_id == chat_of(shop), INTERACTIONS.c.direction == "outbound"
    )
    with shop.database.reading() as session:
        return list(session.execute(query.order_by(INTERACTIONS.c.id)).scalars())


def told(shop: Shop) -> Standing:
    query = select(CONVERSATIONS.c.customer_id).where(CONVERSATIONS.c.id == chat_of(shop))
    with shop.database.reading() as session:
        return standing_of(session, session.scalar(query))


@pytest.mark.parametrize(
    "words",
    [
        "Saya suaminya, tanggal lahirnya 14 Maret 1988",
        "saya suami Siti, lahirnya 14 Maret 1988",
        "I'm Siti's husband, she was born on 14 March 1988",
    ],
)
async def test_a_husband_who_knows_the_birthday_opens_nothing(shop: Shop, words: str) -> None:
    phone = a_phone()
    known(shop, "Wati Lestari", phone, birthday=shop.clock().date().replace(year=1988, month=3, day=14))
    await shares(shop, phone)
    await shop.say(words)
    assert told(shop) is Standing.CHAT
    await shop.say("14 Maret 1988")
    assert told(shop) is Standing.CHAT, "the question is not asked any more"


@pytest.mark.parametrize(
    "words", ["Saya suami Siti, pesanan istri saya sampai mana?", "This is Siti's husband, how is my wife's order?"]
)
async def test_in_the_wifes_own_chat_a_husband_is_told_nothing(shop: Shop, words: str) -> None:
    await complain(shop)
    await shop.say(words)
    assert "4411" not in shop.replies()[-1]
    assert "K" not in shop.replies()[-1].replace("Kak", "")


async def test_a_forwarded_yes_is_nobodys(shop: Shop) -> None:
    phone = a_phone()
    known(shop, "Siti", phone)
    await shares(shop, phone)
    assert [action for action, _ in shop.buttons()] == ["claim.yes", "claim.no"]
    await says(shop, "ya", **FORWARDED)
    assert told(shop) is Standing.CHAT
    await says(shop, "ya")
    assert told(shop) is Standing.EVERYTHING


async def test_a_forwarded_not_me_detaches_nobody(shop: Shop) -> None:
    phone = a_phone()
    known(shop, "Siti", phone)
    await shares(shop, phone)
    await says(shop, "ya")
    await says(shop, "bukan saya", **FORWARDED)
    assert told(shop) is Standing.EVERYTHING


def confirm_merge_with(shop: Shop, other_id: int) -> None:
    """Let a program merge the shop's customer with another, and let them say yes to it: nothing proves it."""

    def job(session: Session) -> None:
        talk = shop.talk()
        merge(session, talk.customer_id, other_id, evidence={}, actor="system:names", at=shop.clock())
        merge_id = unconfirmed_merge(session, talk.customer_id)
        assert merge_id is not None
        claim = claim_merge(
            session, chat_id=talk.chat_id, customer_id=talk.customer_id, merge_id=merge_id, at=shop.clock()
        )
        open_claim(session, claim, shop.clock())

    shop.database.writer.run(job)


async def test_who_only_says_yes_hears_of_a_case_number_and_state_and_not_what_is_in_it(shop: Shop) -> None:
    other = Shop(shop.database, shop.snapshot, clock=shop.clock)
    case_id = await complain(other)
    solve = partial(solve_case, case_id=case_id, resolution="Uangnya ditransfer ke Wati.", actor="agent:7")
    shop.database.writer.run(partial(solve, at=shop.clock()))
    await shop.say("/start")
    confirm_merge_with(shop, other.talk().customer_id)
    assert told(shop) is Standing.STATE
    await shop.say(f"K-{1000 + case_id} gimana ya")
    assert "sudah selesai" in shop.replies()[-1]
    assert "Wati" not in shop.replies()[-1]
    await shop.press("case.news", str(case_id))
    assert "Wati" not in " ".join(shop.replies())


async def test_news_of_anothers_case_are_kept_for_whom_they_are(shop: Shop) -> None:
    other = Shop(shop.database, shop.snapshot, clock=shop.clock)
    case_id = await complain(other)
    await shop.say("/start")
    confirm_merge_with(shop, other.talk().customer_id)
    solve = partial(solve_case, case_id=case_id, resolution="Penggantinya sudah sampai.", actor="agent:7")
    shop.database.writer.run(partial(solve, at=shop.clock()))
    shop.clock.pass_s(24 * HOUR)
    await shop.say("/start")
    assert "kabar" not in shop.replies()[-1]
    await other.say("/start")
    assert "Penggantinya sudah sampai." in other.replies()[-1]


async def test_a_phone_that_an_import_names_later_can_still_be_said_to_be_nobodys(shop: Shop) -> None:
    phone = a_phone()
    await shares(shop, phone)
    assert "sudah saya simpan" in shop.replies()[-1]
    known(shop, "Wati Lestari", phone)
    await shares(shop, phone)
    assert "4 angka terakhir kartu anggota" in shop.replies()[-1]
    await says(shop, "bukan saya")
    await shares(shop, phone)
    assert "sudah tercatat" in shop.replies()[-1]


async def test_the_profile_shows_no_card_and_no_birthday_that_nothing_proves(shop: Shop) -> None:
    phone = a_phone()
    mine = known(shop, "Siti", phone, card="SG900001")
    theirs = known(shop, "Wati", a_phone(), card="SG100009", birthday=shop.clock().date().replace(year=1970))
    await shares(shop, phone)
    await says(shop, "ya")
    confirm_merge_with(shop, theirs)
    await shop.say("/profile")
    assert "•••0001" in shop.replies()[-1]
    assert "•••0009" not in shop.replies()[-1]
    assert "1970" not in shop.replies()[-1]
    with shop.database.reading() as session:
        assert mine in customers_told(session, shop.talk().customer_id)


async def test_an_old_number_that_moved_finds_its_customer_no_more(shop: Shop) -> None:
    old, new = a_phone(), a_phone()
    known_id = known(shop, "Siti", old, card="SG900002")
    await shares(shop, old)
    await says(shop, "ya")

    def moves(session: Session) -> None:
        talk = shop.talk()
        moved = claim_moved_number(
            session, chat_id=talk.chat_id, customer_id=talk.customer_id, known_id=known_id, value=new, at=shop.clock()
        )
        proved = try_second_sign(session, moved, digits="0002", birthday=None)
        assert open_or_move(session, proved, shop.clock())[1]

    shop.database.writer.run(moves)
    with shop.database.reading() as session:
        assert find_known(session, "phone", old, besides=0) == []
        assert [each.customer_id for each in find_known(session, "phone", new, besides=0)] != []


async def test_a_question_left_open_by_one_of_a_family_is_kept_for_them_and_not_told_to_the_next(shop: Shop) -> None:
    phone = a_phone()
    known(shop, "Siti Rahma", phone, card="SG900201")
    known(shop, "Budi Santoso", phone, card="SG900202")
    await shares(shop, phone)
    await says(shop, "0201")
    await complain(shop)
    await shop.say(MAYBE)
    assert [action for action, _ in shop.buttons()] == ["case.same", "case.new"]
    await shop.press("claim.add")
    await says(shop, "0202")
    assert told(shop) is Standing.EVERYTHING
    said = len(all_said(shop))
    await says(shop, "ya")
    shop.clock.pass_s(HOUR)
    await shop.sweep()
    assert await shop.sweep() == 0, "the question is settled"
    later = " ".join(all_said(shop)[said:])
    assert "4411" not in later
    assert "supaya tidak terlewat" not in later
    with shop.database.reading() as session:
        words = session.execute(select(CASES.c.words, CASES.c.customer_id).order_by(CASES.c.id)).all()
        assert session.execute(select(QUESTIONS.c.id)).all() == []
    assert [row.words for row in words] == [BROKEN, MAYBE]
    assert len({row.customer_id for row in words}) == 1, "both are the first speaker's"


def all_buttons(shop: Shop) -> list[tuple[str, str]]:
    """Every button that was ever shown in the chat."""
    query = select(INTERACTIONS.c.payload).where(
        INTERACTIONS.c.conversation_id == chat_of(shop), INTERACTIONS.c.direction == "outbound"
    )
    with shop.database.reading() as session:
        payloads = [payload or {} for payload in session.execute(query).scalars()]
    return [(action, argument) for each in payloads for row in each.get("buttons", []) for _, action, argument in row]


ASKED = (
    *("/history", "/status", "/mydata", "/profile", "/start", "pesanan saya mana?", "keluhan saya gimana?"),
    *(
        "K-1001 gimana?",
        "pesanan 4411 sampai mana?",
        "alamat saya apa?",
        "nama saya siapa?",
        "nomor kartu saya berapa?",
    ),
    *("where is my order?", "any news?", "eh salah, maksudnya 4412", "gelasnya pecah juga", "yang kemarin gimana kak"),
)
"""What one asks to hear what is another's."""


async def test_the_next_of_a_family_hears_nothing_of_the_last_by_any_word_or_old_button(shop: Shop) -> None:
    phone = a_phone()
    known(shop, "Siti Rahma", phone, card="SG900301", birthday=shop.clock().date().replace(year=1971))
    known(shop, "Budi Santoso", phone, card="SG900302")
    await shares(shop, phone)
    await says(shop, "0301")
    for words in (
        BROKEN,
        "alamat saya Jalan Melati 7 Bandung",
        "minta pengganti ya",
        "/mydata",
        "/history",
        "/profile",
    ):
        await says(shop, words)
    await shop.press("claim.add")
    await says(shop, "0302")
    said = len(all_said(shop))
    for words in ASKED:
        await says(shop, words)
    for action, argument in all_buttons(shop):
        if not action.startswith("claim."):
            await shop.press(action, argument)
    heard = "\n".join(all_said(shop)[said:])
    for secret in ("Melati", "pecah semua", "•••0301", "1971", "Rahma", "pengganti ya"):
        assert secret not in heard, heard
    assert "4411" not in heard.replace("Pesanan 4411 tidak ada di antara", "").replace(
        "Pesanan 4411 tidak bisa saya lihat", ""
    )


async def test_who_was_proved_nothing_hears_nothing_however_they_ask(shop: Shop) -> None:
    phone = a_phone()
    wati = known(shop, "Wati Lestari", phone, card="SG900303", birthday=shop.clock().date().replace(year=1972))

    def has_ordered(session: Session) -> None:
        record_order(
            session, "till", OrderRecord(number="4411", state_words="Dikirim", as_of=shop.clock(), customer_id=wati),
            shop.clock(),
        )  # fmt: skip

    shop.database.writer.run(has_ordered)
    await shop.say("/start")
    await shares(shop, phone)
    for words in (*ASKED, "1111", "2222", "bukan saya", *ASKED):
        await says(shop, words)
    for action, argument in all_buttons(shop):
        await shop.press(action, argument)
    heard = "\n".join(all_said(shop))
    for secret in ("Wati", "W•••", "SG9", "•••0303", "1972", "sedang dikirim"):
        assert secret not in heard, heard
