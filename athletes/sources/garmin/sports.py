"""Garmin's activity types as our sport families, with sub sports named as FIT files name them."""

from __future__ import annotations

from typing import Final

from athletes.sources.records import Sport

_R, _C, _S, _W = Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING, Sport.WALKING
_TYPES: dict[str, tuple[Sport, str | None]] = {
    "running": (_R, None),
    "street_running": (_R, "street"),
    "trail_running": (_R, "trail"),
    "track_running": (_R, "track"),
    "treadmill_running": (_R, "treadmill"),
    "indoor_running": (_R, "indoor_running"),
    "virtual_run": (_R, "virtual_activity"),
    "obstacle_run": (_R, "obstacle"),
    "ultra_run": (_R, "ultra"),
    "cycling": (_C, None),
    "road_biking": (_C, "road"),
    "mountain_biking": (_C, "mountain"),
    "downhill_biking": (_C, "downhill"),
    "gravel_cycling": (_C, "gravel_cycling"),
    "cyclocross": (_C, "cyclocross"),
    "track_cycling": (_C, "track_cycling"),
    "recumbent_cycling": (_C, "recumbent"),
    "indoor_cycling": (_C, "indoor_cycling"),
    "virtual_ride": (_C, "virtual_activity"),
    "hand_cycling": (_C, "hand_cycling"),
    "bmx": (_C, "bmx"),
    "e_bike_fitness": (_C, "e_bike_fitness"),
    "e_bike_mountain": (_C, "e_bike_mountain"),
    "swimming": (_S, None),
    "lap_swimming": (_S, "lap_swimming"),
    "open_water_swimming": (_S, "open_water"),
    "walking": (_W, None),
    "casual_walking": (_W, "casual_walking"),
    "speed_walking": (_W, "speed_walking"),
    "indoor_walking": (_W, "indoor_walking"),
    "hiking": (_W, "hiking"),
    "mountaineering": (_W, "mountaineering"),
    "snow_shoe": (_W, "snowshoeing"),
    "strength_training": (Sport.STRENGTH, "strength_training"),
    "rowing": (Sport.ROWING, None),
    "indoor_rowing": (Sport.ROWING, "indoor_rowing"),
    "cross_country_skiing": (Sport.SKIING, "cross_country_skiing"),
    "skate_skiing": (Sport.SKIING, "skate_skiing"),
    "backcountry_skiing": (Sport.SKIING, "backcountry"),
    "resort_skiing": (Sport.SKIING, "alpine_skiing"),
    "multi_sport": (Sport.MULTISPORT, None),
    "multisport": (Sport.MULTISPORT, None),
    "duathlon": (Sport.MULTISPORT, None),
    "triathlon": (Sport.MULTISPORT, None),
    "swimrun": (Sport.MULTISPORT, None),
    "motorcycling": (Sport.OTHER, "motorcycling"),
    "other": (Sport.OTHER, None),
    "uncategorized": (Sport.OTHER, None),
}
_PARENTS: dict[int, Sport] = {
    1: Sport.RUNNING,
    2: Sport.CYCLING,
    3: Sport.WALKING,
    9: Sport.WALKING,
    26: Sport.SWIMMING,
    89: Sport.MULTISPORT,
}
"""Families by Garmin's type id; 4 is other, 17 all, 29 fitness equipment: they tell nothing."""
_WORDS: dict[str, Sport] = {
    "running": Sport.RUNNING,
    "run": Sport.RUNNING,
    "cycling": Sport.CYCLING,
    "biking": Sport.CYCLING,
    "bike": Sport.CYCLING,
    "swimming": Sport.SWIMMING,
    "walking": Sport.WALKING,
    "hiking": Sport.WALKING,
    "rowing": Sport.ROWING,
    "skiing": Sport.SKIING,
    "strength": Sport.STRENGTH,
}
_SUFFIXES: Final = ("_ws", "_v2", "_v3")
"""Garmin's marks of a type that was made anew."""


def from_type(key: str | None, parent_id: float | None = None) -> tuple[Sport, str | None]:
    """Return (family, sub sport) of a `typeKey`; an unknown one by its parent, then by the words in it."""
    name = (key or "").strip().lower()
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    if name in _TYPES:
        return _TYPES[name]
    parent = int(parent_id) if parent_id is not None else None
    family = _PARENTS.get(parent) if parent is not None else None
    if family is None:
        family = next((_WORDS[word] for word in name.split("_") if word in _WORDS), Sport.OTHER)
    return family, name[:40] or None
