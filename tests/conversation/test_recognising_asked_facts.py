"""What agents ask for is recognised in both languages; what they tell is no question."""

import pytest

from crm.conversation.recognising_asked_facts import AskedFor, asked_in

ASKING = {
    AskedFor.ORDER: (
        "Boleh dibantu nomor pesanannya, Kak?", "Mohon info nomor ordernya ya kak", "no pesanannya brp ya",
        "Baik Kak, boleh minta nomor pesanannya?", "pesanan yang mana ya kak?",
        "Could you share your order number please?", "Can I get your order no?", "what's your order number",
    ),
    AskedFor.ADDRESS: (
        "boleh minta alamat lengkapnya kak", "Alamat pengirimannya di mana ya Kak?", "What is your full address?",
    ),
    AskedFor.PHONE: (
        "nomor hp nya berapa kak?", "Boleh minta nomor WA yang aktif?", "May I have your phone number?",
    ),
    AskedFor.PRODUCT: ("produk apa yang kakak beli?", "Which product is it?"),
    AskedFor.DATE: ("kapan ya kak pesannya?", "When did you order it?"),
    AskedFor.PHOTO: (
        "boleh kirim fotonya kak?", "Boleh tolong difoto kerusakannya?", "bisa kirim foto barangnya?",
        "Could you please send me a photo of the damage?",
    ),
    AskedFor.PROBLEM: (
        "Ada keluhan apa Kak?", "Ada yang bisa kami bantu?", "boleh diceritakan kendalanya apa?",
        "What exactly is the problem?",
    ),
}  # fmt: skip
TELLING = (
    "Pesanan 4411 sudah kami kirim ulang ya Kak", "Nomor resinya JNE 12345", "Alamat gerai kami di Jalan Dago 1",
    "Penggantinya dikirim besok", "Mohon maaf atas keterlambatannya", "Fotonya sudah kami terima, terima kasih",
    "Kami cek dulu ya kak", "Boleh tahu ukuran gelasnya?", "Mau refund atau kirim ulang?",
    "Your order number 4411 is on its way", "I've got your photo, thanks", "Which colour would you like?",
    "Would you like a refund or a replacement?", "nomor kartu anggotanya berapa?", "Ditunggu ya kak", "", "🙏", "4411",
)  # fmt: skip


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in ASKING.items() for text in texts])
def test_what_is_asked_for_is_recognised(what: AskedFor, text: str) -> None:
    assert [asked.what for asked in asked_in(text)] == [what]


@pytest.mark.parametrize("text", TELLING)
def test_what_is_told_or_asked_for_the_first_time_is_left_alone(text: str) -> None:
    assert asked_in(text) == []


def test_only_who_asks_for_nothing_else_may_have_to_wait() -> None:
    alone, beside = "Boleh minta nomor pesanannya?", "Baik, kami ganti. Boleh minta nomor pesanannya?"
    assert [asked.may_wait for asked in asked_in(alone)] == [True]
    assert [asked.may_wait for asked in asked_in(beside)] == [False]
