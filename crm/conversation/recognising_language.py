"""Which language a text is in, by the small words that only one of the two has.

"A" and "no" are none of them: an order may be called A-4411, and "no 4411" is Indonesian for its number.
"""

from collections.abc import Iterable

from crm.kernel.language import Language
from crm.knowledge import read_words

INDONESIAN = read_words("""
    ada adalah agar akan aku anda apa apakah atau bagaimana bagus baik banget baru bayar begini begitu belanja beli
    belum berapa besok biar bisa boleh buka bukan cara cek dan dari datang dengan di dia dikirim dong dua gerai
    giling gratis habis halo hari harga harus hilang ini itu jadi jam jangan jika juga jual kah kak kakak kalau kami
    kamu kapan karena kasar kasih ke kemarin kembali kenapa keluhan kirim kita kok komplain kopi kopinya kurang lagi
    matur suwun nuhun hatur kulonuwun sampurasun punten pripun kumaha monggo mangga enak suka mantap makasih
    sebaiknya semoga pengen ingin colokan banyak beberapa kecewa parah lah lama langganan lewat lupa maaf mahal mana
    masih masuk masalah mau mereka minta mohon mungkin nanti nih nomor nya oleh ongkos orang pada pagi pakai paket
    pecah pembayaran pengiriman permisi perlu pesan pesanan pesananku poin punya rusak saja salah salam sama sampai
    sangat satu saya sebelum sebentar sedang sejak sekarang selamat sering sih siang siapa sore sudah supaya tadi
    tanpa tanya tapi telat terima terlambat terus tetapi tidak tiga tolong tukar tunggu tutup uang ubah untuk waktu
    ya yah yang malam alamat ambil makan minum biji bubuk
""")

ENGLISH = read_words("""
    about after again agent all am an and any are arrive arrived as at be because been before but buy by call can
    cancel change check closed coffee come could damaged day deliver delivery did do does doing done every find for
    from get give go good got had has have hello help her here hey hi him his hours how i if in into is it its just
    know late like long make many me money more much my need never new not nothing now of off often on one open or
    our out package paid pay payment people person please receive received return sell send she shipping shop should
    so some someone sorry still store talk thank thanks that the their them then there these they thing this those
    time to today tomorrow track try two until use very want was we were what when where which who why will love
    loved nice great best delicious coffee wish should suggest offer would like sad disappointed with work would
    wrong yes yesterday yet you your morning evening afternoon
""")


def language_of(words: Iterable[str]) -> Language | None:
    """Return the language most of these normalised words belong to, or None if neither has more."""
    indonesian = english = 0
    for word in words:
        if word in INDONESIAN:
            indonesian += 1
        elif word in ENGLISH:
            english += 1
    if indonesian == english:
        return None
    return Language.ID if indonesian > english else Language.EN
