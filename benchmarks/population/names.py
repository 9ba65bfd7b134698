"""What people are called: usual names first, and many that few have, put together from usual parts."""

from itertools import product
from typing import Final

_USUAL_FIRST: Final = """
    Siti Budi Dewi Agus Sri Nur Andi Rina Eko Wahyu Dian Rizky Putri Ahmad Muhammad Indah Joko Yuni Bambang Fitri
    Hendra Ratna Adi Maya Arif Dwi Tri Yudi Wati Rahmat Ani Lina Doni Hadi Sari Mega Bayu Galih Intan Kartika
    Larasati Made Ketut Wayan Nyoman Asep Ujang Cecep Euis Neneng Dadang Slamet Suparman Sutrisno Tuti Endang
    Mulyadi Iwan Irfan Fajar Gilang Hana Ilham Johan Kevin Michael Steven Jessica Angela Maria Theresia Yohanes
    Petrus Paulus Simon Markus Lukas Daniel Samuel David Ruth Ester Naomi Rachel Sarah Aisyah Khadijah Fatimah Zahra
    Salma Nabila Alya Aulia Rahma Hidayah Nurul Umi Laila Zainab Hasan Husein Umar Usman Ali Yusuf Ibrahim Ismail
    Musa Sulaiman Daud Zakaria Yahya Bagas Danu Erlangga Ferdy Haris Imam Jamal Kurnia Lukman Mahmud Nanda Oki Panji
    Rudi Satria Taufik Untung Vina Wulan Yanti Zaki
""".split()
_USUAL_LAST: Final = """
    Santoso Wijaya Saputra Susanto Setiawan Hidayat Kurniawan Pratama Nugroho Gunawan Wibowo Utomo Suryadi Hartono
    Halim Tanujaya Siregar Nasution Harahap Lubis Simanjuntak Situmorang Sihombing Hutapea Panjaitan Manurung
    Sitorus Ginting Tarigan Sembiring Purba Saragih Sinaga Nainggolan Marpaung Silalahi Maharani Permata Anggraini
    Puspita Rahayu Handayani Wulandari Kusuma Permana Firmansyah Ramadhan Maulana Fauzi Hakim Rahman Abdullah
    Syahputra Iskandar Effendi Budiman Liem Tan Wong Suryanto Sugiarto Sulistyo Prasetyo Purnomo Raharja Sudarsono
    Mardiana Oktaviani Novitasari Febriani Agustina Septiani Desiana Yuliana Junaidi Aprilia Marlina Herawati
    Ermawati Kusnadi Supriyadi Sudirman Suhendra Sunarto Sumarno Suparno Suwarno Darmawan Hermawan Irawan Setyawan
    Hendrawan Lestari Kartono Sartono Hartanto
""".split()

_FIRST_BEGIN: Final = "A Be Ci Da El Fa Gi Ha In Ka Li Ma Na Ra Su Ti Wi Yu".split()
_FIRST_MIDDLE: Final = "ris lan dia rti nda yan sri mil ndra wan".split()
_FIRST_END: Final = "a o i ti no".split()
_LAST_BEGIN: Final = """
    Wira Surya Kusu Darma Raha Putra Hardi Sasmi Mangu Tirta Purwa Jaya Ranu Sutan Hasi Mulya Panga Siman Situ Huta Nai
    Para Tambu Sina Kara Gina Lumban Sari Batu Raja
""".split()
_LAST_MIDDLE: Final = "di ja ma ta na ra la gu sa bu ka ya pa wi to".split()
_LAST_END: Final = """
    ningrat kusumo prawiro winata atmaja negara putra utami wardana santika ga han gar tor lan bing wati yanto yadi har
""".split()


def _with_rare(usual: list[str], *parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*usual, *map("".join, product(*parts))]))


FIRST_NAMES: Final = _with_rare(_USUAL_FIRST, _FIRST_BEGIN, _FIRST_MIDDLE, _FIRST_END)
LAST_NAMES: Final = _with_rare(_USUAL_LAST, _LAST_BEGIN, _LAST_MIDDLE, _LAST_END)
