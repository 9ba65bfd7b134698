"""Tells whether it must be known where to send something: it went to a wrong address, or is to be sent again. Pure."""

from crm.knowledge import by_first_word, contains_phrase, read_phrases, words_of

_TO_WHERE = by_first_word(
    read_phrases("""
    salah-alamat alamat-salah alamatnya-salah alamat-lama beda-alamat alamat-beda alamatnya-beda pindah-alamat
    alamat-tidak-sesuai bukan-alamat-saya alamat-yang-salah wrong-address old-address different-address wrong-house
    kirim-ulang dikirim-ulang kirimkan-ulang kirim-lagi dikirim-lagi minta-ganti minta-diganti minta-penggantian
    minta-pengganti penggantinya kirim-pengganti dikirim-pengganti ganti-yang-baru ganti-baru diganti-baru
    diganti-yang-baru tukar-yang-baru replacement send-another send-a-new send-it-again send-again resend a-new-one
    replace-it replaced
""")
)


def needs_address(text: str) -> bool:
    """Tell whether these words of a complaint are about where something was or is to be sent."""
    return contains_phrase(words_of(text), _TO_WHERE)
