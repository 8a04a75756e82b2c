"""Interval sets, and the largest of them that fits into a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.engine.catalogue.entry import Experience
from plans.engine.catalogue.levels import Level

SHARE: dict[Experience, float] = {"novice": 0.6, "intermediate": 0.8, "advanced": 1.0}
"""Of the most work a set may hold. Ours: no study gives volumes by experience."""

SHORT_SESSION_S, SHORT_FRAME_S, FRAME_S = 2400, 900, 1200
"""Up to 40 minutes warm-up and cool-down take 15 of them together, then 20."""

COOLDOWN_S = 300
LARGEST_REST_S = 600
"""More time left over than this would only make the warm-up longer: there is no such session."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind of session repeats: `rests` maps seconds of work to the seconds of recovery after them.

    `most_min` is the most work in minutes of an advanced athlete, `shortest_min` the shortest session.
    """

    level: Level
    rests: Mapping[int, int]
    reps: tuple[int, int]
    most_min: float
    shortest_min: int
    note: str = field(default="")


@dataclass(frozen=True, slots=True)
class Set:
    """`reps` times work and recovery; a single piece of work has no recovery after it."""

    reps: int
    work_s: int
    rest_s: int

    @property
    def volume_s(self) -> int:
        return self.reps * self.work_s

    @property
    def total_s(self) -> int:
        return self.volume_s + (self.reps * self.rest_s if self.reps > 1 else 0)


def largest_set(work: Work, minutes: int, experience: Experience) -> tuple[Set, int] | None:
    """The set with the most work that fits into a session, and the seconds left for warm-up and cool-down.

    More minutes never mean less work. Of equal work the shorter set, then the one of more repeats. None when
    nothing fits or so much is left over that the minutes add nothing.
    """
    room_s = minutes * 60 - _frame_s(minutes)
    cap_s = work.most_min * 60 * SHARE[experience]
    fitting = [each for each in _sets(work) if each.total_s <= room_s and each.volume_s <= cap_s]
    if not fitting:
        return None
    best = max(fitting, key=lambda each: (each.volume_s, -each.total_s, each.reps))
    return (best, minutes * 60 - best.total_s) if room_s - best.total_s <= LARGEST_REST_S else None


def frame(around_s: int) -> tuple[int, int]:
    """Seconds of warm-up and cool-down: five minutes of cool-down and a third of what is above fifteen."""
    cooldown_s = COOLDOWN_S + max(around_s - SHORT_FRAME_S, 0) // 3 // 60 * 60
    return around_s - cooldown_s, cooldown_s


def _frame_s(minutes: int) -> int:
    return SHORT_FRAME_S if minutes * 60 <= SHORT_SESSION_S else FRAME_S


def _sets(work: Work) -> list[Set]:
    fewest, most = work.reps
    return [
        Set(reps, long_s, rest_s) for long_s, rest_s in work.rests.items() for reps in range(fewest, most + 1)
    ]
