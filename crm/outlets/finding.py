"""Which outlets are near a place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

from crm.outlets.outlets import Outlet

EARTH_RADIUS_M: Final = 6_371_000
MOST_NEARBY: Final = 3


@dataclass(frozen=True, slots=True)
class Nearby:
    """An outlet, and how far it is as the crow flies, in metres."""

    outlet: Outlet
    distance_m: float


def nearest(outlets: Sequence[Outlet], latitude: float, longitude: float, most: int = MOST_NEARBY) -> list[Nearby]:
    """Return the nearest outlets, the nearest first."""
    found = [Nearby(each, distance_m(each.latitude, each.longitude, latitude, longitude)) for each in outlets]
    return sorted(found, key=lambda nearby: (nearby.distance_m, nearby.outlet.slug))[:most]


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two places on the globe in metres (haversine)."""
    here, there = radians(latitude), radians(other_latitude)
    half_up, half_along = (there - here) / 2, radians(other_longitude - longitude) / 2
    share = sin(half_up) ** 2 + cos(here) * cos(there) * sin(half_along) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(share)))
