"""Elapsed time of a session: seconds in motion, and stops at traffic lights between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from athletes.sources.records import Interval, Sport
from athletes.sources.simulator.sessions import SessionSpec
from athletes.sources.simulator.workouts import Role

_EDGE_S = 240
_AUTO_PAUSED = 0.65


@dataclass(frozen=True, slots=True)
class Clock:
    """Arrays of shape (elapsed seconds,).

    `moving_s` is the second in motion that each elapsed second shows, `is_standing` marks stops and
    `is_paused` those stops in which the watch stopped its timer.
    """

    moving_s: NDArray[np.int64]
    is_standing: NDArray[np.bool_]
    is_paused: NDArray[np.bool_]

    @property
    def elapsed_s(self) -> int:
        return int(self.moving_s.size)

    def elapsed_at(self, moving_s: int) -> int:
        """The elapsed second at which a second in motion begins."""
        return int(np.searchsorted(self.moving_s, moving_s))

    def pauses(self) -> tuple[Interval, ...]:
        edges = np.flatnonzero(np.diff(np.concatenate([[False], self.is_paused, [False]]).astype(np.int8)))
        return tuple(Interval(float(start), float(end)) for start, end in edges.reshape(-1, 2))


def clock(spec: SessionSpec, draws: np.random.Generator) -> Clock:
    """Draw the stops of a session: some per hour outdoors, never in a race or in a hard step."""
    allowed = np.repeat([step.role is not Role.WORK for step in spec.steps], [s.seconds for s in spec.steps])
    allowed[:_EDGE_S] = allowed[-_EDGE_S:] = False
    places = draws.choice(allowed.size, _stop_count(spec, draws), replace=False)
    places = places[allowed[places]]
    stay = np.ones(allowed.size, dtype=np.int64)
    stay[places] += draws.integers(30, 91, places.size)
    auto_paused = np.zeros(allowed.size, dtype=np.bool_)
    auto_paused[places] = draws.random(places.size) < _AUTO_PAUSED
    moving_s = np.repeat(np.arange(allowed.size), stay)
    is_standing = np.concatenate([[False], np.diff(moving_s) == 0])
    return Clock(moving_s, is_standing, is_standing & auto_paused[moving_s])


def _stop_count(spec: SessionSpec, draws: np.random.Generator) -> int:
    if spec.is_indoors or spec.workout.is_race:
        return 0
    per_hour = 3.0 if spec.workout.is_commute else 1.0 if spec.sport is Sport.CYCLING else 0.6
    return int(draws.poisson(per_hour * spec.duration_s / 3600.0))
