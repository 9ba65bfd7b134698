"""The business's outlets, as their files say: which is near, which is meant, which is open. Without a table."""

from crm.outlets.finding import Nearby, distance_m, nearest
from crm.outlets.naming import outlet_named_in, outlets_named_in
from crm.outlets.outlets import Outlet
from crm.outlets.standing import OutletHours, hours_now

__all__ = [
    "Nearby",
    "Outlet",
    "OutletHours",
    "distance_m",
    "hours_now",
    "nearest",
    "outlet_named_in",
    "outlets_named_in",
]
