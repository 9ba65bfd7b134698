"""By which words a complaint is known, in both languages.

Each category lists single words and, joined by hyphens, phrases, written as the normaliser leaves them ("gk" is
"tidak", "hasn't" is "has not"). Small words in between ("juga", "yet") do not matter, nor does "-nya".
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from crm.knowledge import read_phrases, read_words


class ComplaintCategory(StrEnum):
    """What a complaint is about. The order is the order of precedence when several would fit."""

    PAYMENT = "payment"
    REFUND = "refund"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    QUALITY = "quality"
    MISSING = "missing"
    LATE = "late"
    STAFF = "staff"
    OTHER = "other"


SIGNALS: Mapping[ComplaintCategory, str] = {
    ComplaintCategory.PAYMENT: """
        terpotong kepotong kedebet terdebet terdebit dobel-bayar bayar-dobel bayar-dua-kali terbayar-dua-kali
        sudah-bayar-tetapi sudah-bayar-belum sudah-bayar-status sudah-transfer-tetapi sudah-transfer-belum
        charged-twice double-charged charged-me-twice charged-double paid-twice paid-but money-was-taken
        money-was-deducted overcharged debited-twice saldo-berkurang
    """,
    ComplaintCategory.REFUND: """
        refund-belum refund-tidak-masuk refund-tidak-cair uang-belum-kembali uang-saya-belum-kembali uang-tidak-kembali
        dana-belum-kembali dana-belum-masuk dana-tidak-kembali uang-belum-dikembalikan pengembalian-dana-belum
        refund-saya-belum refund-saya-tidak refund-has-not refund-is-not refund-never refund-not-received
        refund-is-late not-received-my-refund not-received-refund not-got-my-refund not-refunded never-refunded
        not-got-my-money-back
    """,
    ComplaintCategory.WRONG_ITEM: """
        salah-kirim salah-barang barang-salah salah-dikirim salah-varian salah-produk produk-salah kirim-salah
        dikirim-salah tidak-sesuai-pesanan tidak-sesuai tidak-sama-dengan-pesanan bukan-yang-saya-pesan
        bukan-pesanan-saya beda-dengan-pesanan tertukar ketuker ketukar yang-datang-salah yang-datang-malah
        wrong-item wrong-product wrong-coffee wrong-beans wrong-order wrong-size wrong-grind wrong-thing sent-wrong
        sent-me-wrong sent-the-wrong sent-me-the-wrong got-the-wrong received-the-wrong not-what-i-ordered
        someone-elses-order different-from-what-i-ordered
    """,
    ComplaintCategory.DAMAGED: """
        rusak pecah bocor penyok sobek robek hancur basah cacat retak tumpah jebol remuk ringsek
        damaged broken leaking leaked crushed torn dented cracked smashed shattered spilled spilt soaked ripped
        arrived-open burst
    """,
    ComplaintCategory.QUALITY: """
        basi apek tengik bau jamuran berjamur kutuan berkutu gosong rasa-aneh aneh-rasa tidak-enak tidak-segar
        ada-rambut ada-serangga ada-kecoa ada-kutu ada-ulat sudah-kedaluwarsa sudah-kadaluarsa sudah-expired kadaluarsa
        sakit-perut keracunan stale mouldy moldy rancid tastes-bad tastes-awful tastes-burnt tastes-off tastes-weird
        tastes-strange tasted-awful tasted-bad smells-bad smells-weird burnt a-hair an-insect a-bug already-expired
        food-poisoning got-sick undrinkable
    """,
    ComplaintCategory.MISSING: """
        hilang tidak-lengkap kurang-satu kurang-dua kurang-0 isi-kurang isinya-kurang barang-kurang
        jumlah-kurang pesanan-kurang-satu tidak-ada-di-paket tidak-ada-di-dalam tidak-ada-isi kosong belum-lengkap
        missing incomplete parcel-lost package-lost got-lost was-lost is-lost lost-my-parcel lost-my-package
        lost-my-order was-empty not-in-the-box not-in-the-parcel only-received only-got
    """,
    ComplaintCategory.LATE: """
        terlambat telat belum-sampai belum-datang belum-tiba belum-terima belum-diterima belum-saya-terima
        belum-dikirim belum-kirim tidak-sampai tidak-datang tidak-kunjung tidak-dikirim tidak-bergerak
        sampai-sekarang-belum lama-sekali-sampai lama-banget-sampai tidak-ada-kabar
        late delayed overdue not-arrived not-come not-received not-been-delivered not-delivered not-been-shipped
        not-shipped never-arrived never-came never-received never-delivered did-not-arrive did-not-come not-here
        not-moved still-waiting-for-my-order still-waiting-for-my-parcel still-waiting-for-my-package
        waiting-for-weeks waiting-for-days
    """,
    ComplaintCategory.STAFF: """
        kasar jutek judes dibentak membentak tidak-sopan tidak-ramah kurang-ajar tidak-dilayani pelayanan-buruk
        pelayanan-jelek pelayanan-lambat pelayanan-mengecewakan dicuekin rude unfriendly impolite shouted-at yelled-at
        ignored-me was-ignored terrible-service awful-service bad-service horrible-service terrible-staff
    """,
    ComplaintCategory.OTHER: """
        kecewa mengecewakan tidak-puas parah-banget disappointed disappointing unhappy dissatisfied unacceptable
        ridiculous tidak-terima-saya belum-dibalas belum-dibales tidak-dibalas belum-ditanggapi tidak-ditanggapi
        no-reply no-response not-replied
        tertipu ditipu penipuan scam scammed
    """,
}

# What is taken out before phrases are looked for: it stands between their words and changes nothing.
BETWEEN = read_words("juga lagi masih yet even actually pernah saja ya sih kok nih dong banget benar")

# The word before a signal that takes it back: "tidak rusak", "not damaged".
NEGATIONS = read_words("tidak bukan jangan tanpa not no never nothing without")

# Before a signal, these make it a case that is only imagined: "kalau rusak", "what if it is damaged".
HYPOTHETICAL = read_words("kalau jika bila apabila misal misalnya seandainya takut khawatir if whenever suppose")

# These make it a question about how things are done, unless an order is named.
PROCEDURES = read_phrases("""
    cara how-do how-to how-can how-could how-should how-would how-late where-do where-can where-could where-to what-do
    what-happens syarat kebijakan prosedur policy mau-tanya mau-nanya apakah-bisa apa-bisa can-i could-i do-you
    is-it-possible ke-mana report notify inform
""")

# In these neighbourhoods a signal means something else: a lost password, a wrong address of one's own.
NOT_GOODS = read_words("""
    password pin sandi akun account profile user invoice invoices faktur struk bill bills kunci key login sinyal
    tertarik
""")
OWN_MISTAKES = read_phrases("""
    ordered-the-wrong ordered-wrong bought-the-wrong chose-the-wrong picked-the-wrong saya-salah salah-pesan
""")

# Questions begin with these, also without a question mark. "Why" and "kenapa" are left out: they ask about what
# happened.
ASKING = read_words("""
    how what when where which who is are do does can could may apa apakah kapan berapa bagaimana siapa boleh bisa
    adakah bisakah
""")

# In a question these tell that it happened to the customer: "kenapa paket saya rusak?".
PERSONAL = read_words("saya kami my our i we mine kenapa why punyaku pesananku barangku paketku")

Signal: TypeAlias = tuple[tuple[str, ...], ComplaintCategory]


def _by_first_word(table: Mapping[ComplaintCategory, str]) -> Mapping[str, tuple[Signal, ...]]:
    found: defaultdict[str, list[Signal]] = defaultdict(list)
    for category, signals in table.items():
        for phrase in read_phrases(signals):
            found[phrase[0]].append((phrase, category))
    return {word: tuple(phrases) for word, phrases in found.items()}


SIGNALS_BY_FIRST_WORD = _by_first_word(SIGNALS)
