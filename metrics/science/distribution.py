"""How training time is spread over intensities: three and five zones, polarisation, what sessions were for.

Three zones are those of the field: below the first threshold, between the two, above the second (Seiler).
Where the thresholds lie depends on what the zones were made from:

| zones | easy (1) | middle (2) | hard (3) |
|---|---|---|---|
| power, 7 (Coggan) | 1, 2: to 75 % of threshold power | 3, 4: to 105 % | 5, 6, 7 |
| heart rate, 5 (Friel) | 1, 2: to 90 % of threshold heart rate | 3, 4: to 100 % | 5 |
| heart rate, 5 by HR max | 1, 2, 3: to 80 % of HR max | 4: to 90 % | 5 |
| pace, 6 (Friel) | 1, 2: slower than 114 % of threshold pace | 3, 4: to 99 % | 5, 6 |

Five zones are 1 to 4 as they are, and the fifth with all above it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

type Source = Literal["power", "heart_rate", "hr_max", "pace"]
type Goal = Literal["easy", "steady", "hard"]
type Three = tuple[float, float, float]
type Five = tuple[float, float, float, float, float]
type GoalMethod = Literal["named", "intervals", "intensity", "zones"]


@dataclass(frozen=True, slots=True)
class Joined:
    """How many zones there are, and how many of the lowest are easy, and easy or middle."""

    zones: int
    easy: int
    middle: int


JOINED: Mapping[Source, Joined] = {
    "power": Joined(7, 2, 4),
    "heart_rate": Joined(5, 2, 4),
    "hr_max": Joined(5, 3, 4),
    "pace": Joined(6, 2, 4),
}

GOALS: tuple[Goal, ...] = ("easy", "steady", "hard")

POLARISED_ABOVE = 2.0
"""Treff et al. 2019: polarised is an index above 2.00 with most time easy and more of it hard than middle."""

LEAST_SHARE = 0.01
"""Stands for no time at all in the middle zone, by which cannot be divided (Treff et al. 2019)."""

INTENSE, STEADY = 0.95, 0.82
"""Intensity (weighted power or pace over the threshold) of a session that was hard, or tempo: ours, between
Coggan's ranges of endurance rides (to 0.75), tempo (0.75 to 0.85), threshold (0.85 to 0.95) and above."""

HARD_INTERVALS, HARD_WORK_S = 3, 180.0
"""Three efforts or more, three minutes or more of them together: a session of intervals."""

HARD_SHARE, STEADY_SHARE = 0.08, 0.20
"""Share of time above the second, or the first threshold, for want of anything better."""


def three_zones(zones_s: Sequence[float], source: Source) -> Three:
    """Seconds easy, middle and hard. Raises ValueError for another number of zones than the source has."""
    joined = _joined(zones_s, source)
    return (
        float(sum(zones_s[: joined.easy])),
        float(sum(zones_s[joined.easy : joined.middle])),
        float(sum(zones_s[joined.middle :])),
    )


def five_zones(zones_s: Sequence[float], source: Source) -> Five:
    """Seconds in five zones, the fifth with all above it. Raises ValueError as `three_zones`."""
    _joined(zones_s, source)
    one, two, three, four = (float(seconds) for seconds in zones_s[:4])
    return one, two, three, four, float(sum(zones_s[4:]))


def shares(seconds: Sequence[float]) -> tuple[float, ...] | None:
    """Each as a part of their sum; None when there is none."""
    total = float(sum(seconds))
    return tuple(each / total for each in seconds) if total > 0 else None


def polarisation_index(easy: float, middle: float, hard: float) -> float | None:
    """log10(easy / middle · hard · 100) of shares that sum to one (Treff et al. 2019).

    0 without hard time; without any in the middle .01 stands for it. None where the index says nothing: more
    time hard than easy, or no time at all.
    """
    if easy + middle + hard <= 0 or hard > easy:
        return None
    if hard == 0:
        return 0.0
    return math.log10(easy / (middle or LEAST_SHARE) * hard * 100)


def is_polarised(easy: float, middle: float, hard: float) -> bool:
    """Index above 2.00 and more easy than hard than middle."""
    index = polarisation_index(easy, middle, hard)
    return index is not None and index > POLARISED_ABOVE and easy > hard > middle


@dataclass(frozen=True, slots=True)
class Session:
    """What is known of one session's purpose; `zones_s` are seconds easy, middle and hard.

    `intervals` and `work_s` count the efforts that were found in its streams and their seconds.
    """

    named: Goal | None = None
    intensity: float | None = None
    intervals: int = 0
    work_s: float = 0.0
    zones_s: Three | None = None


def goal_of(session: Session) -> tuple[Goal, GoalMethod] | None:
    """What the session was for and how that is known; None when nothing says so.

    The athlete's own word first, then efforts that were found, then intensity, then time in zones.
    """
    if session.named is not None:
        return session.named, "named"
    if session.intervals >= HARD_INTERVALS and session.work_s >= HARD_WORK_S:
        return "hard", "intervals"
    if session.intensity is not None:
        return _graded(session.intensity, INTENSE, STEADY), "intensity"
    parts = shares(session.zones_s) if session.zones_s else None
    if parts is None:
        return None
    if parts[2] >= HARD_SHARE:
        return "hard", "zones"
    return ("steady" if parts[1] + parts[2] >= STEADY_SHARE else "easy"), "zones"


def total(each: Iterable[Three]) -> Three:
    """The sum, zone by zone."""
    easy = middle = hard = 0.0
    for one, two, three in each:
        easy, middle, hard = easy + one, middle + two, hard + three
    return easy, middle, hard


def _graded(value: float, hard: float, steady: float) -> Goal:
    if value >= hard:
        return "hard"
    return "steady" if value >= steady else "easy"


def _joined(zones_s: Sequence[float], source: Source) -> Joined:
    joined = JOINED[source]
    if len(zones_s) != joined.zones:
        raise ValueError(f"{source} has {joined.zones} zones, not {len(zones_s)}")
    return joined
