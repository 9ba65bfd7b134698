"""What an import must know of the business: whose phone numbers and times these are, and its owner's language."""

import os
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from crm.customers.phones import HOME_REGION
from crm.kernel.language import Language
from ingat.business.problems import BusinessError
from ingat.business.settings import SETTINGS_FILE, read_settings
from ingat.business.speaking import cannot_be_used, language_of_environment
from ingat.settings import Settings
from ingat.supervision import FatalError

HOME_ZONE: Final = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class ImportingBusiness:
    """The country of numbers without a prefix, the zone of times without one, the owner's language."""

    country: str = HOME_REGION
    zone: ZoneInfo = HOME_ZONE
    language: Language = Language.EN


def business_of(settings: Settings) -> ImportingBusiness:
    """Return what the business's folder says, or what is usual before there is one.

    Raises FatalError, in plain words, for settings that cannot be used.
    """
    folder = settings.ingat_business_dir
    if not (folder / SETTINGS_FILE).exists():
        return ImportingBusiness(language=language_of_environment(os.environ))
    business, problems = read_settings(folder)
    if business is None:
        raise FatalError(cannot_be_used(folder, BusinessError(problems), os.environ))
    return ImportingBusiness(business.country, business.zone, business.default_language)
