"""The whole season: status, phases and weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from plans.engine.macro.distances import demands
from plans.engine.macro.model import Kind, Phase, PhaseName, Season, Week
from plans.engine.macro.pattern import recovery_weeks
from plans.engine.macro.phases import endless_phases, monday_of, race_phases
from plans.engine.spec import Spec, days_between

DEFAULT_WEEKS = 12
CYCLE, CAREFUL_CYCLE = 4, 3
OFF_DAYS = 4
"""With so many closed days a week has recovered by itself."""


def season_of(spec: Spec) -> Season:
    """Back-planned from the last A race; without one so many weeks of steady improvement."""
    phases = _phases(spec)
    weeks = tuple(_weeks(phases, spec))
    return Season(phases, _with_recovery(weeks, spec), is_finish_only(spec), spec.goals)


def _phases(spec: Spec) -> tuple[Phase, ...]:
    if not spec.goals:
        end = monday_of(spec.today) + timedelta(weeks=spec.weeks or DEFAULT_WEEKS)
        return endless_phases(spec, end)
    found: list[Phase] = []
    start, after = spec.today, None
    for race in spec.goals:
        found += race_phases(start, race, spec.sport, after)
        start, after = race.date + timedelta(days=1), race
    return tuple(found)


def _weeks(phases: tuple[Phase, ...], spec: Spec) -> Iterator[Week]:
    start, end, number = spec.today, phases[-1].end, 1
    while start < end:
        last = min(monday_of(start) + timedelta(weeks=1), end)
        yield _week(number, start, last, phases, spec)
        start, number = last, number + 1


def _week(number: int, start: date, end: date, phases: tuple[Phase, ...], spec: Spec) -> Week:
    days = days_between(start, end)
    phase = phase_of(days, phases)
    races = {race.priority for race in spec.races if race.date in days}
    kind: Kind = "race" if races & {"A", "B"} else "taper" if phase == "taper" else "build"
    if phase == "recovery" and kind == "build":
        kind = "recovery"
    return Week(number, start, end, kind, phase)


def phase_of(days: Sequence[date], phases: Sequence[Phase]) -> PhaseName:
    """The phase that most of the days are of, the later one when in doubt."""
    names = [next(phase.name for phase in phases if day in phase) for day in days]
    return max(reversed(names), key=names.count)


def _with_recovery(weeks: tuple[Week, ...], spec: Spec) -> tuple[Week, ...]:
    """Every stretch of building weeks gets its recovery weeks; a week off starts a new stretch."""
    cycle = CAREFUL_CYCLE if spec.masters or spec.returning or spec.athlete.experience == "novice" else CYCLE
    found: list[Week] = []
    for builds, members in groupby(weeks, key=lambda week: _counts(week, spec)):
        stretch = tuple(members)
        found += _marked(stretch, cycle) if builds else stretch
    return tuple(found)


def _marked(stretch: tuple[Week, ...], cycle: int) -> Iterable[Week]:
    easy = recovery_weeks(len(stretch), cycle)
    return (replace(week, kind="recovery") if at in easy else week for at, week in enumerate(stretch))


def _counts(week: Week, spec: Spec) -> bool:
    return week.kind == "build" and week.is_full and not is_off(week, spec)


def is_off(week: Week, spec: Spec) -> bool:
    """Illness, injury or a blackout takes most of the week, or half of the room that it has."""
    closed = [day for day in week.days if any(day in each for each in (*spec.blackouts, *spec.illness))]
    lost = sum(spec.room[day.weekday()].minutes for day in closed)
    return len(closed) >= OFF_DAYS or 2 * lost >= sum(room.minutes for room in spec.room)


def is_finish_only(spec: Spec) -> bool:
    """Too late to get ready for a goal: arriving healthy and finishing is what can be planned."""
    return any(
        (race.date - spec.today).days < demands(spec.sport, race.distance_m).least_weeks * 7
        for race in spec.goals
    )
