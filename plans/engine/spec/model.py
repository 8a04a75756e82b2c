"""The specification as values that cannot contradict themselves any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds

type Priority = Literal["A", "B", "C"]
type Experience = Literal["novice", "intermediate", "advanced"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RETURN_FITNESS = 20.0
RETURN_WEEKS = 4
MASTERS_AGE = 50
RAMPS: dict[Experience, float] = {"novice": 3.0, "intermediate": 4.0, "advanced": 5.0}
CAREFUL_RAMP = 3.0
OPEN_DAYS = 7
LOAD_PER_MIN = 0.9
"""Of an easy hour, where only minutes or only loads are known."""


@dataclass(frozen=True, slots=True)
class DayRoom:
    """What one weekday has room for."""

    minutes: int = 0
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """Days `[start, end)` on which nothing is trained; `reason` is travel, illness, injury or free text."""

    start: date
    end: date
    reason: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Race:
    date: date
    priority: Priority
    distance_m: float
    goal_s: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Athlete:
    """The measured state at the end of the day before the plan starts."""

    age: int | None
    experience: Experience
    fitness: float
    fatigue: float
    longest_30d_min: int
    weekly_min_last6: tuple[int, ...]
    sessions_per_week: int
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Spec:
    today: date
    sport: Sport
    athlete: Athlete
    room: tuple[DayRoom, ...]
    """Seven of them, Monday first."""
    long_day: int | None
    weekly_cap_min: int | None
    blackouts: tuple[Interval, ...]
    illness: tuple[Interval, ...]
    weeks: int | None
    strength: bool
    ramp_max: float
    races: tuple[Race, ...]
    """By date."""

    @property
    def goals(self) -> tuple[Race, ...]:
        return tuple(race for race in self.races if race.priority == "A")

    @property
    def returning(self) -> bool:
        """Little behind them: no intensity for some weeks and a slow ramp (science 3.2)."""
        weeks = sum(minutes > 0 for minutes in self.athlete.weekly_min_last6)
        return self.athlete.fitness < RETURN_FITNESS or weeks < RETURN_WEEKS

    @property
    def masters(self) -> bool:
        return self.athlete.age is not None and self.athlete.age >= MASTERS_AGE

    @property
    def ramp(self) -> float:
        """Fitness a week that building aims at."""
        careful = self.returning or self.masters
        most = CAREFUL_RAMP if careful else RAMPS[self.athlete.experience]
        return min(most, self.ramp_max)

    def room_on(self, day: date) -> DayRoom:
        """What the day has room for, blackouts, illness and races considered."""
        closed = any(day in each for each in (*self.blackouts, *self.illness))
        if closed or self.race_on(day) is not None:
            return DayRoom()
        return self.room[day.weekday()]

    def race_on(self, day: date) -> Race | None:
        return next((race for race in self.races if race.date == day), None)


def days_between(start: date, end: date) -> tuple[date, ...]:
    """The days of `[start, end)`."""
    return tuple(start + timedelta(days=number) for number in range((end - start).days))
