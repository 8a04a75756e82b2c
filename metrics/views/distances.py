"""What people call the distances that are raced."""

from __future__ import annotations

from config.core import formatting
from config.core.formatting import Shown, Units
from metrics.science.efforts import HALF_MARATHON_M, MARATHON_M, MILE_M

NAMES = {MILE_M: "1 mile", HALF_MARATHON_M: "Half marathon", MARATHON_M: "Marathon"}
LONGEST_IN_METRES = 1500
"""On a track and in a pool; 1,000 m are a kilometre."""


def distance_name(distance_m: float, units: Units) -> Shown:
    """ "Half marathon", "5 km", "400 m" in any units; what has no name is told in the athlete's own."""
    if distance_m in NAMES:
        return Shown(NAMES[distance_m])
    if distance_m % 1000 == 0:
        return formatting.quantity(distance_m / 1000, "km")
    if distance_m % 100 == 0 and distance_m <= LONGEST_IN_METRES:
        return formatting.quantity(distance_m, "m")
    return formatting.distance(distance_m, units)
