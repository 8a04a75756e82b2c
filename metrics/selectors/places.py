"""What of a recording others may see of where it was: nothing around the places an athlete has hidden.

Within a zone go the track and what would draw it again: height, distance and speed. Distance starts at the
first second that is shown, since the way from the door would tell how far away the door is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete, PrivacyZone
from metrics.models import Activity
from metrics.selectors.streams import load_channels

LATITUDE, LONGITUDE = "latitude_deg", "longitude_deg"
TELLING = (LATITUDE, LONGITUDE, "altitude_m", "distance_m", "speed_mps", "graded_speed_mps")
METRES_A_DEGREE = 111_320.0

type Column = NDArray[np.float64]


def sees_all_places(user: Any, athlete: Athlete) -> bool:
    """Whether zones are open: to the athlete in person, not to a program that acts in their name."""
    return bool(user.pk == athlete.user_id and getattr(user, "token_scopes", None) is None)


def has_zones(athlete: Athlete) -> bool:
    return PrivacyZone.objects.filter(athlete=athlete).exists()


def without_zones(
    athlete: Athlete, channels: Mapping[str, Column], track: Mapping[str, Column]
) -> dict[str, Column]:
    """`channels` with unknown values where `track`, of the same seconds, is within a zone of the athlete."""
    shown = dict(channels)
    latitude, longitude = track.get(LATITUDE), track.get(LONGITUDE)
    if latitude is None or longitude is None:
        return shown
    hidden = _hidden(athlete, latitude, longitude)
    if not hidden.any():
        return shown
    for name in TELLING:
        if name in shown:
            column = shown[name].copy()
            column[np.resize(hidden, column.size)] = np.nan
            shown[name] = column - _first(column) if name == "distance_m" else column
    return shown


def _first(column: Column) -> float:
    known = column[~np.isnan(column)]
    return float(known[0]) if known.size else 0.0


def _hidden(athlete: Athlete, latitude: Column, longitude: Column) -> NDArray[np.bool_]:
    """Seconds within a zone; seconds without a place count with the known ones before and after them."""
    known = ~(np.isnan(latitude) | np.isnan(longitude))
    within = np.zeros(latitude.size, dtype=bool)
    for zone in PrivacyZone.objects.filter(athlete=athlete):
        narrow = np.cos(np.radians(zone.cover_latitude_deg))
        north = (latitude - zone.cover_latitude_deg) * METRES_A_DEGREE
        east = ((longitude - zone.cover_longitude_deg + 180) % 360 - 180) * METRES_A_DEGREE * narrow
        within |= known & (np.hypot(north, east) <= zone.radius_m)
    return within | (~known & _beside(within, known))


def _beside(within: NDArray[np.bool_], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the next known second, before or after, is within."""
    count = known.size
    places = np.flatnonzero(known)
    if not places.size:
        return np.zeros(count, dtype=bool)
    after = np.searchsorted(places, np.arange(count))
    before = within[places[np.maximum(after - 1, 0)]]
    return before | within[places[np.minimum(after, places.size - 1)]]


def first_place(activity: Activity) -> tuple[float, float] | None:
    """Latitude and longitude in degrees where the recording begins, None without any place."""
    track = load_channels(activity, (LATITUDE, LONGITUDE))
    latitude, longitude = track.get(LATITUDE), track.get(LONGITUDE)
    if latitude is None or longitude is None:
        return None
    known = np.flatnonzero(~(np.isnan(latitude) | np.isnan(longitude)))
    return (float(latitude[known[0]]), float(longitude[known[0]])) if known.size else None
