"""Words that do not tell which article is meant, in both languages."""

from functools import cache
from pathlib import Path

from crm.kernel.language import Language
from crm.knowledge.word_tables import read_word_file, read_words

_WORDS = Path(__file__).parent / "words"

FILLERS = read_words("""
    a an the this that these those of to for in on at by with from as is are was be been am do does did done has
    have had having i me my mine we us our you your yours it its he she they them his her there here and or but so
    if then than can could may might will would shall should must able possible please kindly want wants wanting
    need needs needing needed help helping helped helpful assist assistance assisting support supports aid aiding
    regarding how what which where who why whose wherever know knowing tell show see seeing check checking look
    looking find finding get getting got gotten let lets give giving say ask asking request requesting try trying
    tried like would just some something any anything several few another one ones more current currently latest
    last way ways question questions about going go make making hi hello hey dear sir madam thanks thank very much
    really hear also too now today up out into mr ms mrs not no yes ok okay x damn goddamn bloody fucking fuck
    freaking hell shit dollars dollar usd rupiah rp idr ribu rb 0 apa apakah berapa bagaimana kenapa mana di ke dari
    pada dan atau yang dengan untuk oleh ini itu nya ya yah kah lah dong deh sih kok saya kami kita kamu anda kakak
    kak bang mas mbak pak bu bapak ibu gan sis admin om tante bisa bisakah boleh bolehkah mau ingin pengin pengen
    kepengin minta tolong mohon bantu bantuan dibantu bantuin harus perlu butuh tahu tau tanya nanya bertanya
    menanyakan ada adakah punya kalau jika saja juga lagi sudah belum tidak bukan sekarang nanti banget sekali halo hai
    selamat pagi siang sore malam permisi assalamualaikum terima kasih makasih soal tentang mengenai seputar dalam
    akan agar supaya biar dapat karena tetapi terus sama begini begitu cara tersebut tadi kemarin hari
""")

# What these mean says a little: it decides between two articles that are otherwise alike.
FAINT = read_words("""
    report tier other use info information details data online send sending submit submitting leave leaving write
    download downloading list available allowed accepted file filing lodge lodging customer consumer services
    company name nama kirimkan unduh
""")


@cache
def light_words() -> frozenset[str]:
    """Return the everyday words of both languages: where no article knows one of them, it says nothing.

    A word that no article knows is otherwise a sign that something else is asked for.
    """
    return _all_words("light.yaml")


@cache
def names_of_others() -> frozenset[str]:
    """Return the names of other businesses: who asks for theirs asks nothing of ours, unless an article names it."""
    return _all_words("others.yaml")


def _all_words(file: str) -> frozenset[str]:
    files = (read_word_file(_WORDS / language / file) for language in Language)
    return frozenset(word for names in files for words in names.values() for word in words)
