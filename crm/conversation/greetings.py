"""The words around what is meant: greetings at the beginning, and thanks that ask for nothing."""

from collections.abc import Mapping
from enum import StrEnum

from crm.knowledge import Phrase, read_phrases, read_words


class Greeting(StrEnum):
    """How the customer greets, so that the bot can greet back in kind."""

    HALO = "halo"
    SALAM = "assalamualaikum"
    PAGI = "pagi"
    SIANG = "siang"
    SORE = "sore"
    MALAM = "malam"
    JAVANESE = "kulonuwun"
    SUNDANESE = "sampurasun"
    BALINESE = "om swastiastu"
    BATAK = "horas"
    SHALOM = "shalom"
    KNOCK = "permisi"  # P, ping, permisi: is anybody there?


# In words as the normaliser leaves them; phrases are joined by hyphens.
_GREETINGS = {
    Greeting.HALO: "halo haloo hallo halloo alo hai hay hei hey hi hello helo hello-there hi-there selamat-datang hola "
    "yuhuu yuhu hai-hai "
    "waalaikumsalam waalaikumussalam walaikumsalam waalaikum-salam apa-kabar how-are-you how-are-you-doing whats-up "
    "hey-there howdy greetings",
    Greeting.SALAM: "assalamualaikum assalamu-alaikum asalamualaikum assalamualaikum-wr-wb assalamualaikum-wr "
    "assalamualaikum-warahmatullahi-wabarakatuh assalamu-alaikum-wr-wb askum salam-alaikum asslmkm",
    Greeting.PAGI: "pagi selamat-pagi met-pagi good-morning morning sugeng-enjing wilujeng-enjing sugeng-injing "
    "good-morning-everyone",
    Greeting.SIANG: "siang selamat-siang met-siang good-day sugeng-siang wilujeng-siang",
    Greeting.SORE: "sore selamat-sore met-sore good-afternoon afternoon sugeng-sonten wilujeng-sonten",
    Greeting.MALAM: "malam selamat-malam met-malam malem good-evening evening sugeng-dalu sugeng-ndalu wilujeng-wengi",
    Greeting.JAVANESE: "kulonuwun kulo-nuwun sugeng-rawuh nuwun-sewu nuwunsewu pripun-kabare pripun-kabar piye-kabare "
    "piye-kabar",
    Greeting.SUNDANESE: "sampurasun punten kumaha-damang kumaha-kabarna kumaha-kabar kumaha-daramang",
    Greeting.BALINESE: "om-swastiastu swastiastu rahajeng rahajeng-semeng rahajeng-siang rahajeng-sanja rahajeng-wengi "
    "rahajeng-rauh",
    Greeting.BATAK: "horas",
    Greeting.SHALOM: "shalom syalom",
    Greeting.KNOCK: "p ping pp tes test permisi misi excuse-me anybody-there anyone-there spada spadaa woy woi oy oi "
    "knock-knock tok-tok tes-tes-0 test-test-0 tes-0 test-0",
}
# "Is anybody there?", but only as all that is said: "ada orang yang bisa bantu?" asks for one.
_KNOCKS_ALONE = frozenset(
    read_phrases("""
    ada ada-orang ada-orang-tidak ada-admin ada-admin-tidak ada-tidak ada-orangnya ada-orangnya-tidak ada-yang-jaga
    ada-yang-jaga-tidak online online-tidak aktif aktif-tidak masih-aktif cek cek-cek cek-0 check is-anyone-there
    is-anybody-there anyone-here anybody-here are-you-there are-you-online you-there
""")
)
_BY_PHRASE: Mapping[Phrase, Greeting] = {
    phrase: greeting for greeting, phrases in _GREETINGS.items() for phrase in read_phrases(phrases)
}
_LONGEST = max(map(len, _BY_PHRASE))
_FIRST_WORDS = frozenset(phrase[0] for phrase in _BY_PHRASE)
_TIMES = frozenset({Greeting.PAGI, Greeting.SIANG, Greeting.SORE, Greeting.MALAM})
_MAKES_IT_A_TIME = read_words("ini nanti besok hari minggu jam sampai tadi")  # "malam ini buka?"
_VOCATIVES = read_words("""
    kak kakak admin gan agan sis bang abang bro mas mbak mba pak bu bapak ibu om tante all semua semuanya bot tim
    team there sir madam kang akang teh teteh neng aa bli mbok cak lur bos boss bosku cuy guys everyone everybody
""")
_SMALL = read_words("ya yah dong nih deh kok lah ih euy atuh nya to nggih")
_HANDS = frozenset("👋🖐✋")


class Courtesy(StrEnum):
    """What a turn says that asks for nothing."""

    THANKS = "thanks"
    AGREED = "agreed"
    GOODBYE = "goodbye"


class Assent(StrEnum):
    """A bare yes or no to what was asked."""

    YES = "yes"
    NO = "no"


_ASSENTS = {
    Assent.YES: read_words("ya iya yaa iyaa betul benar yes yep yeah yup correct masih same"),
    Assent.NO: read_words("tidak bukan no nope beda lain baru new different"),
}
_AROUND_ASSENT = read_words("""
    itu yang hal it is its something else hehe hehehe haha hahaha wkwk wkwkwk kak kakak min admin ya dong nih kok lah
    thats that one
""")

_SAYS_ONLY_ASSENT = _AROUND_ASSENT.union(*_ASSENTS.values())

_BY_WORD = {
    Courtesy.THANKS: read_words("""
        kasih thanks thank thankyou cheers appreciated suwun nuhun nuwun hatur matur jazakallah jazakumullah
        jazakallahu jazakillah syukron suksma merci arigato kamsahamnida gomawo barakallah
    """),
    Courtesy.GOODBYE: read_words("bye goodbye dadah dadaah goodnight jumpa"),
    Courtesy.AGREED: read_words("""
        ok oke okee okay okey okeh sip siip siap baik baiklah mantap mantul noted great perfect nice cool good
        alright jos bagus keren lovely wonderful awesome membantu understood paham mengerti ngerti oh ooh oo
        oalah owalah oiya ohh ahh aha got gpp gapapa rapopo inggih nggih injih muhun sumuhun mangga monggo yoi
        yoi yowis yowes wokeh woke wokee okesip okesiap oks siyap asiap joss gandos asik asyik ditunggu tunggu
        laksanakan otw yaudah yasudah yaudahlah sukses sami alhamdulillah roger copy fine sure welcome
    """),
}
_AROUND = read_words("""
    terima kasihnya you much very so many lot a banyak sekali banget sama atas bantuannya bantuan informasinya
    infonya info for the your help sampai see good night later then now sudah beres selesai kelar aman all is it
    done solved sorted fixed saya i that alhamdulillah informasi penjelasannya penjelasan jawabannya jawaban
    responnya responsnya balasannya pencerahannya pisan sangat begitu ngono to kalau ohh khairan khair khoiron
    fiikum semoga selalu lancar ya kabarnya sembah ingkang kathah sadaya juga dulu 0 dengan sanget yo infona hehe
    hehehe hihi haha hahaha wkwk wkwkwk senang hati
""")
_NODS = {
    Courtesy.THANKS: frozenset("🙏❤🥰🤗🫶😍"),
    Courtesy.AGREED: frozenset("👍👌🙂😊☺😀😁💯✅🤝👏🫡"),
}


# What agrees only as all that is said, and is no question: "aman kak", but not "aman?".
_AGREED_ALONE = frozenset(
    read_phrases("""
    ya-sudah aman aman-saja sudah-aman tidak-apa-apa tidak-apa tidak-papa tidak-masalah tidak-jadi tidak-jadi-deh
    no-problem no-worries sama-sama sami-sami kembali-kasih you-are-welcome begitu oh-begitu i-see makes-sense
    that-is-fine thats-fine sounds-good will-do never-mind-then ya-sudah-tidak-apa-apa ya-sudah-gpp ya-sudah-aman
""")
)
_THANKS = _BY_WORD[Courtesy.THANKS]
_WELL = read_words("""
    sampai datang tiba diterima terima masuk selesai beres ketemu ditemukan lancar aman arrived received came found
    works working cepat cepet ramah membantu respon responnya quick fast helpful
""")
_UNWELL = read_words("""
    tidak belum bukan kurang tolong mohon mau minta ingin pengen bisa kapan mana apa berapa bagaimana kenapa tetapi cuma
    salah rusak pecah lambat lama not never no but can could please when where what how why wrong broken
""")
_POLITE = frozenset().union(_AROUND, _VOCATIVES, _SMALL, *_BY_WORD.values())
_GOOD_NIGHTS = frozenset(read_phrases("good-night selamat-tidur selamat-istirahat met-tidur"))


def take_greeting(words: Phrase) -> tuple[Greeting | None, Phrase]:
    """Return the greeting a text begins with, and the words after it and after those it calls ("kak", "min").

    Of two greetings the one with more meaning counts: "halo, assalamualaikum".
    """
    found: Greeting | None = None
    rest = words
    while rest:
        if rest[0] in _VOCATIVES or (found and rest[0] in _SMALL):
            rest = rest[1:]
            continue
        greeting, length = _greeting_at_start(rest)
        if greeting is None:
            break
        if found in {None, Greeting.HALO, Greeting.KNOCK}:
            found = greeting
        rest = rest[length:]
    if words and (not rest or _only_knocks(rest)):
        return found or Greeting.KNOCK, ()  # "kak", "min": somebody is called
    return found, rest if found else words


def _only_knocks(words: Phrase) -> bool:
    return tuple(word for word in words if word not in _VOCATIVES and word not in _SMALL) in _KNOCKS_ALONE


def waves(text: str) -> bool:
    """Whether a text without words is a hand that waves: a greeting."""
    return not _HANDS.isdisjoint(text)


def courtesy_in(text: str, words: Phrase) -> Courtesy | None:
    """Return what a turn says if it only says thanks, that it is all right, or goodbye, in words or in emoji."""
    if not words:
        return next((courtesy for courtesy, signs in _NODS.items() if not signs.isdisjoint(text)), None)
    if words in _GOOD_NIGHTS:
        return Courtesy.GOODBYE
    if "?" not in text and tuple(word for word in words if word not in _VOCATIVES) in _AGREED_ALONE:
        return Courtesy.AGREED
    if not _POLITE.issuperset(words):
        return None
    return next((courtesy for courtesy, of_it in _BY_WORD.items() if not of_it.isdisjoint(words)), None)


def thanks_for_news(text: str, words: Phrase) -> bool:
    """Whether words tell that something is well, and thank for it: "makasih kak, paketnya udah sampe"."""
    return (
        "?" not in text and not _THANKS.isdisjoint(words) and not _WELL.isdisjoint(words) and _UNWELL.isdisjoint(words)
    )


def assent_in(words: Phrase) -> Assent | None:
    """Return what a turn says if it only says yes or no."""
    if not _SAYS_ONLY_ASSENT.issuperset(words):
        return None
    said = [assent for assent, of_it in _ASSENTS.items() if not of_it.isdisjoint(words)]
    return said[-1] if said else None


def _greeting_at_start(words: Phrase) -> tuple[Greeting | None, int]:
    if words[0] not in _FIRST_WORDS:
        return None, 0
    for length in range(min(_LONGEST, len(words)), 0, -1):
        greeting = _BY_PHRASE.get(words[:length])
        if greeting is not None:
            is_time = greeting in _TIMES and length == 1 and words[1:2] and words[1] in _MAKES_IT_A_TIME
            return (None, 0) if is_time else (greeting, length)
    return None, 0
