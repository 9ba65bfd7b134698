"""One outlet."""

from dataclasses import dataclass

from crm.kernel.calendar import BusinessHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A place where the business serves customers, as its file says. Latitude and longitude are in degrees.

    `also` are the other names that people use for it.
    """

    slug: str
    name: str
    also: tuple[str, ...] = ()
    address: str
    city: str | None = None
    latitude: float
    longitude: float
    hours: BusinessHours
    phone: str | None = None
