"""The languages that Ingat speaks."""

from enum import StrEnum


class Language(StrEnum):
    """A language a customer can be answered in, by its ISO 639-1 code."""

    ID = "id"
    EN = "en"
