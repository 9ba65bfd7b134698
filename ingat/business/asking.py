"""The few questions that `ingat init` asks. Each is asked again until its answer can be used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar
from zoneinfo import ZoneInfo

from crm.kernel.business import AddressForm
from crm.kernel.calendar import Holiday, OpenSpan
from crm.kernel.language import Language
from ingat.business import values
from ingat.business.problems import SettingError
from ingat.business.speaking import setting_error_in

Value = TypeVar("Value")
_Spans = tuple[OpenSpan, ...]


class Ask(Protocol):
    """Asks the owner one question and returns the answer, or the default for none."""

    def __call__(self, question: str, default: str) -> str:
        """Return what was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the owner answered. `language` is that of the comments in the folder."""

    language: Language
    name: str
    bot_name: str
    address_form: AddressForm
    languages: tuple[Language, ...]
    zone: ZoneInfo
    weekdays: _Spans
    saturday: _Spans
    sunday: _Spans
    holidays: tuple[Holiday, ...]
    emergency_phone: str | None
    reply_within_minutes: int

    @property
    def week(self) -> tuple[_Spans, ...]:
        """The stretches of the seven days, Monday first."""
        return (*(self.weekdays,) * 5, self.saturday, self.sunday)


_QUESTIONS: Final = {
    Language.ID: {
        "name": "Nama usaha",
        "bot_name": "Nama asisten virtualnya",
        "address_form": "Sapaan untuk pelanggan (kak, atau bapak_ibu)",
        "languages": "Bahasa untuk pelanggan, yang utama lebih dulu (id, en)",
        "zone": "Zona waktu (WIB, WITA, WIT, atau seperti Asia/Jakarta)",
        "weekdays": "Jam tim membalas, Senin sampai Jumat (seperti 08:00-17:00, atau tutup)",
        "saturday": "Hari Sabtu",
        "sunday": "Hari Minggu",
        "holidays": "Hari libur (seperti 2026-12-25 Natal, 2027-01-01 Tahun Baru; boleh kosong)",
        "emergency_phone": "Nomor telepon darurat (boleh kosong)",
        "reply_within_minutes": "Biasanya dibalas dalam berapa menit",
    },
    Language.EN: {
        "name": "Name of the business",
        "bot_name": "Name of its virtual assistant",
        "address_form": "How customers are addressed in Indonesian (kak, or bapak_ibu)",
        "languages": "Languages for customers, the main one first (id, en)",
        "zone": "Time zone (WIB, WITA, WIT, or one such as Asia/Jakarta)",
        "weekdays": "When the team replies, Monday to Friday (as 08:00-17:00, or closed)",
        "saturday": "On Saturday",
        "sunday": "On Sunday",
        "holidays": "Holidays (as 2026-12-25 Christmas, 2027-01-01 New Year; may be empty)",
        "emergency_phone": "Phone number for emergencies (may be empty)",
        "reply_within_minutes": "Within how many minutes the team usually replies",
    },
}
_NEVER_OPEN: Final = {
    Language.ID: "Setidaknya satu hari harus buka.",
    Language.EN: "At least one day has to be open.",
}


def ask_answers(ask: Ask) -> Answers:
    """Ask for all that a business folder needs and return the answers."""
    language = _asked(ask, "Bahasa / Language (id, en)", "id", values.language)
    questions = _QUESTIONS[language]

    def asked(key: str, default: str, read: Callable[[str], Value]) -> Value:
        return _asked(ask, questions[key], default, read, language)

    name = asked("name", "", values.name)
    bot_name = asked("bot_name", "Ingat", values.name)
    languages = asked("languages", "id, en" if language is Language.ID else "en, id", _languages)
    form = asked("address_form", "kak", values.address_form) if Language.ID in languages else AddressForm.KAK
    zone = asked("zone", "WIB", values.zone)
    weekdays, saturday, sunday = _asked_hours(ask, language)
    return Answers(
        language=language,
        name=name,
        bot_name=bot_name,
        address_form=form,
        languages=languages,
        zone=zone,
        weekdays=weekdays,
        saturday=saturday,
        sunday=sunday,
        holidays=asked("holidays", "", _holidays),
        emergency_phone=asked("emergency_phone", "", values.phone),
        reply_within_minutes=asked("reply_within_minutes", "10", values.minutes),
    )


def _asked(
    ask: Ask, question: str, default: str, read: Callable[[str], Value], language: Language | None = None
) -> Value:
    """Ask until the answer can be used. Before a language is known, what is wrong is said in both."""
    complaint = ""
    while True:
        answer = ask(f"{complaint}{question}", default).strip()
        try:
            return read(answer)
        except SettingError as error:
            languages = (language,) if language else tuple(Language)
            complaint = "".join(f"{setting_error_in(error, each)}\n" for each in languages)


def _asked_hours(ask: Ask, language: Language) -> tuple[_Spans, _Spans, _Spans]:
    questions, closed = _QUESTIONS[language], values.CLOSED[0] if language is Language.EN else values.CLOSED[1]
    complaint = ""
    while True:
        weekdays = _asked(ask, f"{complaint}{questions['weekdays']}", "08:00-17:00", _spans, language)
        saturday = _asked(ask, questions["saturday"], closed, _spans, language)
        sunday = _asked(ask, questions["sunday"], closed, _spans, language)
        if weekdays or saturday or sunday:
            return weekdays, saturday, sunday
        complaint = f"{_NEVER_OPEN[language]}\n"


def _languages(answer: str) -> tuple[Language, ...]:
    return values.languages([part.strip() for part in answer.split(",")])


def _spans(answer: str) -> _Spans:
    return values.open_spans([part.strip() for part in answer.split(",")])


def _holidays(answer: str) -> tuple[Holiday, ...]:
    parts = [part.strip() for part in answer.split(",") if part.strip()]
    return tuple(values.holiday(*_day_and_name(part)) for part in parts)


def _day_and_name(part: str) -> tuple[str, str]:
    day, _, called = part.partition(" ")
    return day, called.strip()
