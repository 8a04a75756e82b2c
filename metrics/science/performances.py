"""Which efforts over a distance were plausibly as fast as the runner could."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.science import vdot as daniels

SHORTEST_S = 180.0
"""Below three minutes speed rests on reserves that say little about the minutes after."""

NEAR_BEST = {True: 0.90, False: 0.95}
"""The least share of the highest VDOT at which a race (True) or a training effort counts as all out.

A tempo run of 20 minutes at threshold reaches about 92 % of the VDOT that the same runner races at.
"""

HARD_HR, EASY_HR = 0.90, 0.85
"""Highest heart rate of the activity as a share of the athlete's: above the first it was hard, below the
second it was not. Convention."""

HARD_VDOT, EASY_VDOT = 0.95, 0.90
"""The same by pace, where no heart rate is known: VDOT against that of an hour at threshold pace."""


class Effort(StrEnum):
    RACE = "race"
    HARD = "hard"
    UNPROVEN = "unproven"
    EASY = "easy"


SPREAD = {Effort.RACE: 0.01, Effort.HARD: 0.02, Effort.UNPROVEN: 0.035, Effort.EASY: 0.10}
"""Standard deviation, as a share of the time, of what the runner could have run that day. Ours: repeated
races vary by 1 to 3 % (Hopkins and Hewson 2001); training efforts are less often all out."""


@dataclass(frozen=True, slots=True)
class Performance:
    """`distance_m` run in `time_s` on a local day. `key` is the caller's own, and comes back with it."""

    distance_m: float
    time_s: float
    day: date
    effort: Effort = Effort.UNPROVEN
    key: str = ""

    @property
    def vdot(self) -> float:
        return daniels.vdot(self.distance_m, self.time_s)

    @property
    def spread(self) -> float:
        return SPREAD[self.effort]


def effort_of(
    vdot: float, *, hr_share: float | None = None, threshold_pace_s_per_km: float | None = None
) -> Effort:
    """How hard a training effort was: by `hr_share`, the highest heart rate of the activity over that of the
    athlete, else by VDOT against an hour at threshold pace, else unproven."""
    if hr_share is not None:
        return Effort.HARD if hr_share >= HARD_HR else _or_easy(hr_share < EASY_HR)
    if threshold_pace_s_per_km:
        share = vdot / daniels.vdot(3_600_000 / threshold_pace_s_per_km, 3600)
        return Effort.HARD if share >= HARD_VDOT else _or_easy(share < EASY_VDOT)
    return Effort.UNPROVEN


def maximal(performances: Iterable[Performance]) -> tuple[Performance, ...]:
    """Those that may have been all out, the shortest distance first and one per distance.

    Dropped are impossible values, efforts known as easy, what is slower than another performance over at
    least its distance, and what lies far below the highest VDOT (`NEAR_BEST`).
    """
    possible = [each for each in performances if _is_possible(each)]
    best = max((each.vdot for each in possible), default=0.0)
    near = [each for each in possible if each.vdot >= NEAR_BEST[each.effort is Effort.RACE] * best]
    kept: list[Performance] = []
    for each in sorted(near, key=lambda one: (-one.distance_m, one.time_s)):
        if all(_is_faster(each, other) for other in kept):
            kept.append(each)
    return tuple(reversed(kept))


def _or_easy(is_easy: bool) -> Effort:
    return Effort.EASY if is_easy else Effort.UNPROVEN


def _is_possible(each: Performance) -> bool:
    if each.time_s < SHORTEST_S or each.distance_m <= 0 or each.effort is Effort.EASY:
        return False
    return daniels.LOWEST <= each.vdot <= daniels.HIGHEST


def _is_faster(each: Performance, longer: Performance) -> bool:
    if each.distance_m == longer.distance_m:
        return False
    return each.distance_m / each.time_s > longer.distance_m / longer.time_s
