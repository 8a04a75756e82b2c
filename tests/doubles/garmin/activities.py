"""Listing, describing and downloading activities, as both services do it."""

from __future__ import annotations

from tests.doubles.garmin.bodies_activity import listed
from tests.doubles.garmin.forms import Json
from tests.doubles.garmin.outings import Outing
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.routes import day_in, number_in

FAMILIES = {
    "running": ("running",),
    "cycling": ("cycling", "road_biking"),
    "swimming": ("swimming", "lap_swimming"),
    "multi_sport": ("multi_sport",),
}


def search(person: Person, query: dict[str, str], limit: int) -> list[Json]:
    """A piece of the list, newest first; the legs of multisport activities only when asked for."""
    found = person.outings()
    if query.get("excludeChildren") == "false":
        found = [one for each in found for one in (each, *each.children)]
    found = [each for each in found if _is_wanted(each, query)]
    start = number_in(query.get("start"), 0)
    return [listed(person, each) for each in found[start : start + limit]]


def _is_wanted(one: Outing, query: dict[str, str]) -> bool:
    if query.get("startDate") and one.day < day_in(query["startDate"]):
        return False
    if query.get("endDate") and one.day > day_in(query["endDate"]):
        return False
    kind = query.get("activityType")
    return not kind or one.type_key in FAMILIES.get(kind, (kind,))
