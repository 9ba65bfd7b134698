"""What people and spreadsheets write for nothing, yes and no, for the months and for the languages."""

from typing import Final

from crm.kernel.language import Language

NOTHING: Final = frozenset({"", "-", "--", "n/a", "na", "null", "none", "nil", "nihil", "kosong", "tidak ada", "#n/a"})
YES: Final = frozenset("ya y yes true 1 benar sudah terverifikasi verified ok".split())
NO: Final = frozenset("tidak t no n false 0 salah belum".split())
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags agt aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
LANGUAGES: Final = {
    **dict.fromkeys(("id", "ind", "indonesia", "indonesian", "bahasa", "bahasa indonesia", "in"), Language.ID),
    **dict.fromkeys(("en", "eng", "english", "inggris", "bahasa inggris"), Language.EN),
}
