"""The best efforts of one activity: over fixed times, and exactly over fixed distances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from athletes.sources.records import Sport
from metrics.science.curves import best_window
from metrics.science.segments import Column

type EffortMetric = Literal["power_w", "speed_mps", "heart_rate_bpm"]

POWER_DURATIONS_S = (5, 15, 30, 60, 120, 180, 300, 480, 600, 720, 1200, 1800, 2400, 3600)
HEART_RATE_DURATIONS_S = (1200, 3600)
MILE_M, HALF_MARATHON_M, MARATHON_M = 1609.344, 21_097.5, 42_195.0
DISTANCES_M: dict[Sport, tuple[float, ...]] = {
    Sport.RUNNING: (400, 800, 1000, MILE_M, 3000, 5000, 10_000, 15_000, HALF_MARATHON_M, MARATHON_M),
    Sport.SWIMMING: (100, 200, 400, 800, 1000, 1500),
}
FASTEST_MPS = {Sport.RUNNING: 12.5, Sport.SWIMMING: 2.5}
"""Nobody has run or swum faster (12.4 m/s in a 100 m, 2.4 m/s in a 50 m): a faster second is the satellite's,
and its metres do not count."""


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The best mean over `duration_s`; where `distance_m` is set it is the fixed one, and the time its best.

    `value` is in the unit of `metric`; `start_s` counts from the activity's start.
    """

    metric: EffortMetric
    duration_s: float
    value: float
    start_s: float
    distance_m: float | None = None


def best_efforts(sport: Sport, channels: dict[str, Column]) -> tuple[BestEffort, ...]:
    """Everything of one activity that can become a personal best. `channels` are those of its grid.

    Power by time for cycling, speed by distance for running and swimming, heart rate over 20 and 60 min for
    every sport. What the activity is too short for is left out.
    """
    found: list[BestEffort] = []
    if sport is Sport.CYCLING:
        found += _over_times("power_w", channels, POWER_DURATIONS_S, known_only=False)
    if sport in DISTANCES_M:
        found += _over_distances(sport, channels)
    return (*found, *_over_times("heart_rate_bpm", channels, HEART_RATE_DURATIONS_S, known_only=True))


def fastest_over(travelled_m: Column, distance_m: float) -> tuple[float, float] | None:
    """Shortest time in s over exactly `distance_m` and the second it starts at; None when it is too far.

    `travelled_m` has shape (n,): metres at each whole second, never falling, straight lines between. The
    shortest stretch has its start or its end on a whole second, so both kinds are searched and no other.
    """
    if travelled_m.size < 2 or travelled_m[-1] - travelled_m[0] < distance_m:
        return None
    forward = _from_whole_seconds(travelled_m, distance_m)
    # Seen from the end the distance grows too, and ends on whole seconds become starts.
    backward = _from_whole_seconds(travelled_m[-1] - travelled_m[::-1], distance_m)
    if forward[0] <= backward[0] * (1 + 1e-9):
        return forward
    return backward[0], travelled_m.size - 1 - backward[1] - backward[0]


def travelled(sport: Sport, channels: dict[str, Column]) -> Column | None:
    """Metres at each whole second since the start, by the distance channel, else by speed; None without.

    Where the distance is unknown it grows along a line; a second faster than any body adds nothing.
    """
    metres = _metres_each_second(channels)
    if metres is None:
        return None
    limit = FASTEST_MPS.get(sport, np.inf)
    believable = np.where((metres > 0) & (metres <= limit), metres, 0.0)
    return np.concatenate([[0.0], np.cumsum(believable)])


def _metres_each_second(channels: dict[str, Column]) -> Column | None:
    distance, speed = channels.get("distance_m"), channels.get("speed_mps")
    if distance is not None and (known := np.flatnonzero(~np.isnan(distance))).size > 1:
        return np.diff(np.interp(np.arange(distance.size), known, distance[known]))
    return None if speed is None or np.isnan(speed).all() else np.nan_to_num(speed)


def _from_whole_seconds(travelled_m: Column, distance_m: float) -> tuple[float, float]:
    targets = travelled_m + distance_m
    starts = int(np.searchsorted(targets, travelled_m[-1], side="right"))
    ends = np.searchsorted(travelled_m, targets[:starts], side="left")
    before, after = travelled_m[ends - 1], travelled_m[ends]
    times = ends - 1 + (targets[:starts] - before) / (after - before) - np.arange(starts)
    best = int(np.argmin(times))
    return float(times[best]), float(best)


def _over_times(
    metric: EffortMetric, channels: dict[str, Column], durations_s: tuple[int, ...], *, known_only: bool
) -> Iterator[BestEffort]:
    values = channels.get(metric)
    if values is None or np.isnan(values).all():
        return
    for seconds in durations_s:
        window = best_window(values, seconds, known_only=known_only)
        if window is not None and window[0] > 0:
            yield BestEffort(metric, float(seconds), window[0], float(window[1]))


def _over_distances(sport: Sport, channels: dict[str, Column]) -> Iterator[BestEffort]:
    metres = travelled(sport, channels)
    if metres is None:
        return
    for distance in DISTANCES_M[sport]:
        fastest = fastest_over(metres, distance)
        if fastest is not None:
            yield BestEffort("speed_mps", fastest[0], distance / fastest[0], fastest[1], distance)
