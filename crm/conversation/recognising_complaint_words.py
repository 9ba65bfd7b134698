"""The small words around a complaint, as the normaliser leaves them. Those that complain are in words/."""

from enum import StrEnum

from crm.knowledge import by_first_word, read_phrases, read_words


class ComplaintCategory(StrEnum):
    """What a complaint is about. The order is the order of precedence when several would fit."""

    HEALTH = "health"
    PAYMENT = "payment"
    REFUND = "refund"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    QUALITY = "quality"
    MISSING = "missing"
    LATE = "late"
    STAFF = "staff"
    OTHER = "other"


# What is taken out before phrases are looked for: it stands between their words and changes nothing.
BETWEEN = read_words("juga lagi masih yet even actually pernah saja ya sih kok nih dong benar")

# The word before a signal that takes it back: "tidak rusak", "not damaged".
NEGATIONS = read_words("tidak bukan jangan tanpa not no never nothing without")

# Before a signal, these make it a case that is only imagined: "kalau rusak", "what if it is damaged".
HYPOTHETICAL = read_words("kalau jika bila apabila misal misalnya seandainya takut khawatir if whenever suppose")

# These make it a question about how things are done, unless an order is named.
PROCEDURES = by_first_word(
    read_phrases("""
    cara how-do how-to how-can how-could how-should how-would how-late where-do where-can where-could where-to what-do
    what-happens syarat kebijakan prosedur policy mau-tanya mau-nanya apakah-bisa apa-bisa can-i could-i do-you
    is-it-possible ke-mana report notify inform
""")
)

# In these neighbourhoods a signal means something else: a lost password, a wrong address of one's own.
NOT_GOODS = read_words("""
    password pin sandi akun account profile user invoice invoices faktur struk bill bills kunci key login sinyal
    tertarik
""")
OWN_MISTAKES = by_first_word(
    read_phrases("""
    ordered-the-wrong ordered-wrong bought-the-wrong chose-the-wrong picked-the-wrong saya-salah salah-pesan
""")
)

# Somebody tells what they ordered and then, with one of the second, what came instead of it.
ORDERED = read_words("order ordered pesan memesan dipesan beli minta asked bought")
CAME_INSTEAD = by_first_word(
    read_phrases("""
    but-got but-i-got but-received but-i-received and-got instead-got got-instead malah datangnya datang-malah
    yang-datang dapatnya dapetnya malah-dapat dikasihnya malah-dikasih malah-datang jadinya-dapat
""")
)

# Questions begin with these, also without a question mark. "Why" and "kenapa" are left out: they ask about what
# happened.
ASKING = read_words("""
    how what when where which who is are do does can could may apa apakah kapan berapa bagaimana siapa boleh bisa
    adakah bisakah
""")

# Questions that are answered by yes or no begin with these. They ask how an order stands, where what they ask for is
# one of ASKED_FOR ("is my order late?"): nothing has gone wrong yet.
YES_OR_NO = read_words("is are was has have did does do will apakah adakah")
ASKED_FOR = read_words("late delayed overdue lost terlambat telat hilang")

# In a question these tell that it happened to the customer: "kenapa paket saya rusak?".
PERSONAL = read_words("saya kami my our i we mine kenapa why punyaku pesananku barangku paketku")
