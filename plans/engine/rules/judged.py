"""A plan as the rules see it, whoever made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from metrics.science.load import LoadSeries
from plans.engine.forecast import forecast
from plans.engine.macro import Season, Week
from plans.engine.spec import LOAD_PER_MIN, Race, Spec, days_between
from plans.engine.steps import Workout

SPIKE_DAYS = 30
HISTORY_DAYS = 15
"""The longest session of the last 30 days lay somewhere in them: on average it counts half of the next 30."""

LEAST_LONGEST_MIN, LEAST_WEEK_MIN = 30, 90
"""Below these a percentage of growth says nothing: half an hour is no spike, three of them no overload."""

LEAST_TAPER_DAYS = 8


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a plan; strength has no load and none of the three zones."""

    day: date
    slot: int
    sport: str
    kind: str
    minutes: int
    load: int
    hard: bool
    z1_min: int
    z2_min: int
    z3_min: int
    text: str = ""
    why: str = ""
    steps: Workout = ()

    @property
    def is_strength(self) -> bool:
        return self.sport == "strength"

    @property
    def is_intense(self) -> bool:
        """Anything above the first threshold: hard sessions, but also strides and openers."""
        return self.hard or self.z2_min + self.z3_min > 0

    @property
    def is_key(self) -> bool:
        """What is not done on tired legs: hard sessions and the long one."""
        return self.hard or self.kind == "long"


@dataclass(frozen=True)
class Judged:
    spec: Spec
    season: Season
    sessions: tuple[Session, ...]

    @cached_property
    def by_day(self) -> Mapping[date, tuple[Session, ...]]:
        found: dict[date, tuple[Session, ...]] = defaultdict(tuple)
        for session in self.sessions:
            found[session.day] += (session,)
        return found

    @cached_property
    def days(self) -> tuple[date, ...]:
        return days_between(self.season.start, self.season.end)

    @cached_property
    def series(self) -> LoadSeries:
        loads = {day: sum(each.load for each in sessions) for day, sessions in self.by_day.items()}
        return forecast(self.spec, self.days, loads)

    @cached_property
    def goals(self) -> tuple[Race, ...]:
        """A races with a taper worth the name."""
        return tuple(race for race in self.season.goals if self.taper_days(race) >= LEAST_TAPER_DAYS)

    @cached_property
    def full_weeks(self) -> tuple[Week, ...]:
        return tuple(week for week in self.season.weeks if week.is_full)

    def taper_days(self, race: Race) -> int:
        taper = self.season.taper_of(race)
        return (race.date - taper.start).days if taper else 0

    def during(self, start: date, end: date) -> list[Session]:
        return [each for day in days_between(start, end) for each in self.by_day.get(day, ())]

    def of(self, week: Week) -> list[Session]:
        return self.during(week.start, week.end)

    def load(self, week: Week) -> int:
        return total_load(self.of(week))

    def fitness_on(self, day: date) -> float:
        """At the end of the day; the day before the plan is the athlete's measured state."""
        at = (day - self.season.start).days
        return float(self.series.fitness[at]) if at >= 0 else self.spec.athlete.fitness

    def fatigue_on(self, day: date) -> float:
        at = (day - self.season.start).days
        return float(self.series.fatigue[at]) if at >= 0 else self.spec.athlete.fatigue

    def form_on(self, day: date) -> float:
        return float(self.series.form[(day - self.season.start).days])


def total_minutes(sessions: Iterable[Session]) -> int:
    return sum(session.minutes for session in sessions)


def total_load(sessions: Iterable[Session]) -> int:
    return sum(session.load for session in sessions)


def endurance(sessions: Iterable[Session]) -> list[Session]:
    return [session for session in sessions if not session.is_strength]


def runs(sessions: Iterable[Session]) -> list[Session]:
    return [session for session in sessions if session.sport == "running"]


def history_minutes(spec: Spec) -> list[int]:
    """Minutes of the weeks before the plan, oldest first; unknown ones are guessed from fitness."""
    return list(spec.athlete.weekly_min_last6) or [round(spec.athlete.fitness * 7 / LOAD_PER_MIN)]


def week_room_min(spec: Spec) -> int:
    """Minutes that a usual week has room for."""
    room = sum(each.minutes for each in spec.room)
    return room if spec.weekly_cap_min is None else min(room, spec.weekly_cap_min)


def longest_before(spec: Spec, day: date, longest: Mapping[date, int]) -> int:
    """Minutes of the longest session of the 30 days before `day`; `longest` has those of the plan by day."""
    start = day - timedelta(days=SPIKE_DAYS)
    planned = [minutes for each, minutes in longest.items() if start <= each < day]
    if day < spec.today + timedelta(days=HISTORY_DAYS):
        planned.append(spec.athlete.longest_30d_min)
    return max(LEAST_LONGEST_MIN, *planned) if planned else LEAST_LONGEST_MIN
