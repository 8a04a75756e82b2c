"""Sport names of devices and services to our families."""

from __future__ import annotations

from athletes.sources.records import Sport

_FAMILIES: dict[str, Sport] = {
    "running": Sport.RUNNING,
    "run": Sport.RUNNING,
    "trail_running": Sport.RUNNING,
    "street_running": Sport.RUNNING,
    "track_running": Sport.RUNNING,
    "treadmill_running": Sport.RUNNING,
    "cycling": Sport.CYCLING,
    "biking": Sport.CYCLING,
    "bike": Sport.CYCLING,
    "ride": Sport.CYCLING,
    "virtualride": Sport.CYCLING,
    "e_biking": Sport.CYCLING,
    "road_biking": Sport.CYCLING,
    "mountain_biking": Sport.CYCLING,
    "gravel_cycling": Sport.CYCLING,
    "indoor_cycling": Sport.CYCLING,
    "swimming": Sport.SWIMMING,
    "swim": Sport.SWIMMING,
    "lap_swimming": Sport.SWIMMING,
    "open_water_swimming": Sport.SWIMMING,
    "walking": Sport.WALKING,
    "walk": Sport.WALKING,
    "hiking": Sport.WALKING,
    "hike": Sport.WALKING,
    "snowshoeing": Sport.WALKING,
    "mountaineering": Sport.WALKING,
    "rowing": Sport.ROWING,
    "indoor_rowing": Sport.ROWING,
    "cross_country_skiing": Sport.SKIING,
    "alpine_skiing": Sport.SKIING,
    "skiing": Sport.SKIING,
    "strength_training": Sport.STRENGTH,
    "multisport": Sport.MULTISPORT,
}

_BY_SUB_SPORT: dict[str, Sport] = {
    "treadmill": Sport.RUNNING,
    "indoor_running": Sport.RUNNING,
    "spin": Sport.CYCLING,
    "indoor_cycling": Sport.CYCLING,
    "indoor_rowing": Sport.ROWING,
    "indoor_walking": Sport.WALKING,
    "strength_training": Sport.STRENGTH,
    "lap_swimming": Sport.SWIMMING,
    "open_water": Sport.SWIMMING,
    "indoor_skiing": Sport.SKIING,
}
"""Tells the family where the sport itself does not: generic, training, fitness equipment."""

_STRAVA_NUMBERS = {"1": "cycling", "4": "hiking", "9": "running", "10": "walking", "16": "swimming"}
_PLAIN = (
    "run",
    "running",
    "biking",
    "bike",
    "ride",
    "cycling",
    "swim",
    "swimming",
    "walk",
    "walking",
    "rowing",
)
_VAGUE = ("generic", "training", "fitness_equipment", "other", "all", "")


def from_fit(sport: object, sub_sport: object) -> tuple[Sport, str | None]:
    """Return (family, sub sport); values without a name in FIT's profile are numbers and tell nothing."""
    name = sport if isinstance(sport, str) else ""
    sub = sub_sport if isinstance(sub_sport, str) and sub_sport not in ("generic", "all") else None
    family = _FAMILIES.get(name, Sport.OTHER)
    if family is Sport.OTHER and name in _VAGUE and sub is not None:
        family = _BY_SUB_SPORT.get(sub, Sport.OTHER)
    if name == "transition":
        return Sport.OTHER, "transition"
    if sub is None and name not in (family.value, "generic", "all", ""):
        sub = name
    return family, sub


def from_text(text: str | None) -> tuple[Sport, str | None]:
    """Return (family, sub sport) of a sport written in words (TCX, GPX) or as Strava's number."""
    name = "_".join((text or "").lower().replace("-", " ").split())
    name = _STRAVA_NUMBERS.get(name, name)
    family = _FAMILIES.get(name, Sport.OTHER)
    if family is Sport.OTHER:
        family = next((_FAMILIES[word] for word in name.split("_") if word in _FAMILIES), Sport.OTHER)
    return family, None if name in _VAGUE or name in _PLAIN else name[:64]
