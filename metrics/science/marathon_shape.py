"""Whether training volume carries a long race: Runalyze's "marathon shape".

Two thirds are weekly kilometres of 26 weeks against VDOT^1.135, one third are runs above 13 km in 10 weeks,
which count with the square of what they have above 13 km and more the newer they are (Runalyze, class
BasicEndurance; its authors call the adjustment their own intention). 100 % is what a marathon asks for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.science import vdot as daniels

VOLUME_DAYS, LEAST_VOLUME_DAYS, LONG_RUN_DAYS = 182, 70, 70
LONG_RUN_KM = 13.0
VOLUME_SHARE = 0.67
FROM_M = 20_000.0
"""Shorter races do not fail for want of long runs."""

SHIFT = 1 / 3
"""How much of Runalyze's slowing moves the prediction; as much again widens it on the slow side. Ours: the
whole of it adds an hour to a four-hour marathon on 30 km a week, which races do not show."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`share` is 1 when training suffices for a marathon; `required` what the distance asks for.

    `slowing` is the natural logarithm of the times' ratio that Runalyze's adjustment gives, 0 when fulfilled.
    """

    share: float
    required: float
    weekly_km: float
    weekly_target_km: float
    long_runs: int
    longest_km: float
    slowing: float

    @property
    def is_fulfilled(self) -> bool:
        return self.slowing == 0


def marathon_shape(
    vdot: float, distance_m: float, runs: Iterable[tuple[int, float]], *, days_known: int
) -> Shape:
    """The shape for a race from `runs` as (days ago, metres) of the last 26 weeks.

    `days_known` is how long ago the first activity was: a newcomer's weeks are not counted as empty, as far
    as ten weeks.
    """
    listed = [(ago, metres / 1000) for ago, metres in runs]
    days = min(VOLUME_DAYS, max(LEAST_VOLUME_DAYS, days_known))
    weekly = sum(km for ago, km in listed if ago < days) * 7 / days
    weekly_target = max(vdot, daniels.LOWEST) ** 1.135
    long_runs = [(ago, km) for ago, km in listed if ago < LONG_RUN_DAYS and km > LONG_RUN_KM]
    share = VOLUME_SHARE * weekly / weekly_target + (1 - VOLUME_SHARE) * _long_share(vdot, long_runs)
    required = (distance_m / 1000) ** 1.23 / 100
    return Shape(
        share=share,
        required=required,
        weekly_km=weekly,
        weekly_target_km=weekly_target,
        long_runs=len(long_runs),
        longest_km=max((km for _, km in long_runs), default=0.0),
        slowing=_slowing(vdot, distance_m, required - share),
    )


def _long_share(vdot: float, long_runs: list[tuple[int, float]]) -> float:
    """Points of the long runs a week; 1 is a run of 12·ln(VDOT/4) km every week."""
    wanted = max(math.log(max(vdot, daniels.LOWEST) / 4) * 12 - LONG_RUN_KM, 1.0)
    points = sum(2 * (1 - ago / LONG_RUN_DAYS) * ((km - LONG_RUN_KM) / wanted) ** 2 for ago, km in long_runs)
    return points * 7 / LONG_RUN_DAYS


def _slowing(vdot: float, distance_m: float, lacking: float) -> float:
    """Runalyze runs the race at VDOT · (1 − .4 · what is lacking), at least at .6 of it."""
    if lacking <= 0 or distance_m < FROM_M:
        return 0.0
    lower = max(vdot * max(0.6, 1 - 0.4 * lacking), daniels.LOWEST)
    return math.log(daniels.time_for(lower, distance_m) / daniels.time_for(vdot, distance_m))
