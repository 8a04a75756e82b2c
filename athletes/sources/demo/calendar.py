"""What the demo athlete has in her calendar: races, a cold, a week away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from athletes.sources.demo.cycle import week_of
from athletes.sources.demo.disruptions import illness_onset, race_day, travel_monday
from athletes.sources.simulator.workouts import (
    HALF_MARATHON_M,
    TEN_KILOMETRES_M,
    half_marathon,
    ten_kilometres,
)

_SICK_DAYS = 6
_GOALS_S = {HALF_MARATHON_M: 5940.0, TEN_KILOMETRES_M: 2700.0}


@dataclass(frozen=True, slots=True)
class PlannedRace:
    """A race on foot; `goal_s` is the time hoped for."""

    day: date
    name: str
    distance_m: float
    goal_s: float


@dataclass(frozen=True, slots=True)
class Marker:
    """A fact about the days [start, end)."""

    kind: Literal["illness", "travel"]
    start: date
    end: date
    note: str


def races_between(since: date, until: date) -> tuple[PlannedRace, ...]:
    """The races of [since, until), and the next one after."""
    cycles = range(week_of(since).cycle, week_of(until).cycle + 1)
    return tuple(_race(cycle) for cycle in cycles if race_day(cycle) >= since)


def markers_between(since: date, until: date, seed: int) -> Iterator[Marker]:
    """Illness and travel noted in [since, until): an illness on the day after its first symptoms."""
    for cycle in range(week_of(since).cycle, week_of(until).cycle + 1):
        if onset := illness_onset(cycle, seed):
            noted = onset + timedelta(days=1)
            if since <= noted < until:
                yield Marker("illness", noted, onset + timedelta(days=_SICK_DAYS), "A cold.")
        monday = travel_monday(cycle, seed)
        if monday and since <= monday < until:
            yield Marker("travel", monday, monday + timedelta(weeks=1), "A week away without the watch.")


def _race(cycle: int) -> PlannedRace:
    workout, distance = (
        (ten_kilometres(), TEN_KILOMETRES_M) if cycle % 2 else (half_marathon(), HALF_MARATHON_M)
    )
    return PlannedRace(race_day(cycle), workout.name or "", distance, _GOALS_S[distance])
