"""A workout on a day: when it starts, what it is called, how it felt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import numpy as np

from athletes.sources.records import Sport
from athletes.sources.simulator.workouts import Step, Workout

_RPE_GIVEN = 0.25
_DARK_MONTHS = (11, 12, 1, 2)
_START_SPREAD_S = 1500
_MEASURED_LONG = 1.005
"""Nobody runs the shortest line, so a watch shows a race a little longer than it is."""


@dataclass(frozen=True, slots=True)
class SessionSpec:
    """One session of one local day. `slot` counts from 1; every step has its seconds."""

    day: date
    slot: int
    start: time
    name: str
    steps: tuple[Step, ...]
    workout: Workout
    rpe: int | None

    @property
    def sport(self) -> Sport:
        return self.workout.sport

    @property
    def duration_s(self) -> int:
        """Planned time in motion, stops excluded."""
        return sum(step.seconds for step in self.steps)

    @property
    def is_indoors(self) -> bool:
        """Interval rides move to the trainer in the dark months."""
        ride = self.sport is Sport.CYCLING and self.workout.is_structured
        return ride and self.day.month in _DARK_MONTHS

    @property
    def expected_load(self) -> float:
        """Load as planned: an hour at threshold is 100."""
        return sum(step.seconds / 36.0 * step.effort**2 for step in self.steps)


def session(
    day: date, slot: int, workout: Workout, threshold_speed_mps: float, draws: np.random.Generator
) -> SessionSpec:
    """Put a workout on a day; the draws decide the hour and whether the athlete noted how hard it was.

    Steps with a distance take the time that it takes at this threshold speed.
    """
    start = _start(day, workout, draws)
    return SessionSpec(
        day=day,
        slot=slot,
        start=start,
        name=workout.name or ("Morning run" if start.hour < 12 else "Evening run"),
        steps=tuple(_timed(step, threshold_speed_mps) for step in workout.steps),
        workout=workout,
        rpe=_rpe(workout, draws),
    )


def _timed(step: Step, threshold_speed_mps: float) -> Step:
    if step.distance_m is None:
        return step
    speed = threshold_speed_mps * step.effort
    return Step(step.role, step.effort, round(_MEASURED_LONG * step.distance_m / speed), step.distance_m)


def _start(day: date, workout: Workout, draws: np.random.Generator) -> time:
    if workout.is_race:
        return time(10, 0)
    is_early_run = workout.sport is Sport.RUNNING and draws.random() < 0.6
    if day.weekday() >= 5:
        minutes = 9 * 60 + 15
    elif workout.is_commute:
        minutes = 17 * 60 + 10
    else:
        minutes = 6 * 60 + 30 if is_early_run else 17 * 60 + 50
    seconds = minutes * 60 + int(draws.integers(_START_SPREAD_S))
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _rpe(workout: Workout, draws: np.random.Generator) -> int | None:
    if not workout.is_race and draws.random() > _RPE_GIVEN:
        return None
    return int(np.clip(workout.rpe + draws.integers(-1, 2), 1, 10))
