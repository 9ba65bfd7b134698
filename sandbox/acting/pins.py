"""Places that a person sends: a pin, a venue with its name, a live location that moves."""

from typing import Final

from sandbox.encoding import Json
from sandbox.errors import PersonRefused

_NUMBERS: Final = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
_OF_VENUE: Final = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def place_content(kind: str, fields: Json) -> Json:
    """Return the content of a location, or of a venue, which has the location beside it, too."""
    location = _point(fields) | {name: fields[name] for name in _NUMBERS if fields.get(name) is not None}
    if kind == "location":
        return {"location": location}
    named = {"title": str(fields.get("title") or "Alun-Alun"), "address": str(fields.get("address") or "")}
    more = {name: str(fields[name]) for name in _OF_VENUE if fields.get(name)}
    return {"venue": {"location": location, **named, **more}, "location": location}


def moved(content: Json, fields: Json) -> Json:
    """Return the content of a live location that is elsewhere now. Any other place stays where it is."""
    if "live_period" not in content["location"]:
        raise PersonRefused("only a live location moves", 409)
    return {"location": content["location"] | _point(fields)}


def _point(fields: Json) -> Json:
    return {name: float(fields[name]) for name in ("latitude", "longitude")}
