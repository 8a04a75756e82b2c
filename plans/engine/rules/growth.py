"""How fast a plan grows: rules 1 to 5."""

from __future__ import annotations

from datetime import timedelta

from athletes.sources.records import Sport
from plans.engine.forecast import race_seconds
from plans.engine.macro import Week
from plans.engine.macro.season import is_off
from plans.engine.rules.expected import is_way_back, was_short_of_days
from plans.engine.rules.finding import Finding, at_most, farthest, not_applicable
from plans.engine.rules.judged import (
    LEAST_WEEK_MIN,
    Judged,
    history_minutes,
    longest_before,
    runs,
    total_minutes,
)
from plans.engine.spec import Spec, days_between

RAMP_MAX = 7.0
SPIKE_MAX = 1.10
LONG_MIN, LONG_MIN_SLOW, SLOW_S = 150, 180, 4 * 3600
SHARE_MAX, SHARE_RUNS = 0.38, 4
"""The share is asked of weeks of four runs or more: among three, one is easily more than a third."""

WEEK_GROWTH_MAX, GROWTH_WEEKS = 1.15, 3
WEEK = timedelta(weeks=1)
RECOVERY_RANGE = (0.60, 0.80)
MOST_BUILDING_WEEKS = 3


def ramp(plan: Judged) -> Finding:
    """1: fitness gained in any seven days of training; a race is no part of the ramp."""
    fitness = [plan.spec.athlete.fitness, *plan.series.fitness.tolist()]
    gains = [
        fitness[at + 7] - fitness[at]
        for at in range(len(plan.days) - 6)
        if not any(map(plan.spec.race_on, plan.days[at : at + 7]))
    ]
    return at_most(max(gains), RAMP_MAX) if gains else not_applicable(RAMP_MAX)


def long_run_spike(plan: Judged) -> Finding:
    """2: a run against the longest of the 30 days before it."""
    if plan.spec.sport is not Sport.RUNNING:
        return not_applicable(SPIKE_MAX)
    longest = {
        day: max((each.minutes for each in runs(sessions)), default=0)
        for day, sessions in plan.by_day.items()
    }
    spikes = [minutes / longest_before(plan.spec, day, longest) for day, minutes in longest.items()]
    return at_most(max(spikes), SPIKE_MAX) if spikes else not_applicable(SPIKE_MAX)


def long_run_length(plan: Judged) -> Finding:
    """3: the long run against its most minutes and its most of a week, whichever it comes nearer to."""
    if plan.spec.sport is not Sport.RUNNING:
        return not_applicable(1.0)
    parts: list[float] = []
    for week in plan.full_weeks:
        minutes = [session.minutes for session in runs(plan.of(week))]
        if minutes and week.kind != "race":
            parts.append(max(minutes) / longest_run_min(plan.spec))
        if len(minutes) >= SHARE_RUNS and week.kind != "race" and not is_way_back(plan.spec, week):
            parts.append(max(minutes) / sum(minutes) / SHARE_MAX)
    return at_most(max(parts), 1.0) if parts else not_applicable(1.0)


def longest_run_min(spec: Spec) -> int:
    """150 minutes; 180 for those who will be out for more than four hours."""
    slow = any(race_seconds(spec, race) > SLOW_S for race in spec.goals)
    return LONG_MIN_SLOW if slow else LONG_MIN


def weekly_minutes(plan: Judged) -> Finding:
    """4: a week's minutes against the most of the three weeks before it."""
    growth = [total_minutes(plan.of(week)) / most_minutes_before(plan, week) for week in plan.season.weeks]
    return at_most(max(growth), WEEK_GROWTH_MAX)


def most_minutes_before(plan: Judged, week: Week) -> int:
    """Of the three weeks before; one cut short by a few days of illness does not count as one."""
    history, spans = history_minutes(plan.spec), []
    for ago, minutes in zip(range(len(history), 0, -1), history, strict=True):
        first = plan.spec.today - ago * WEEK
        spans.append((minutes, days_between(first, first + WEEK)))
    before = (each for each in plan.season.weeks if each.start < week.start)
    spans += [(total_minutes(plan.of(each)), each.days) for each in before]
    whole = [minutes for minutes, days in spans if not was_short_of_days(plan.spec, days)]
    every = [minutes for minutes, _ in spans]
    return max(LEAST_WEEK_MIN, *every[-GROWTH_WEEKS:], *whole[-GROWTH_WEEKS:])


def recovery(plan: Judged) -> Finding:
    """5: recovery weeks against the mean of the three before; a fourth week of building should be one."""
    ratios: list[float] = []
    building = 0
    for at, week in enumerate(plan.season.weeks):
        counts = week.is_full and week.kind in ("build", "recovery") and not is_off(week, plan.spec)
        ratio = _ratio(plan, at)
        light = ratio is not None and ratio <= RECOVERY_RANGE[1]
        eased = not counts or light or week.kind == "recovery"
        building = 0 if eased else building + 1
        planned = counts and week.kind == "recovery" and week.phase != "recovery"
        asked = planned or building > MOST_BUILDING_WEEKS
        if ratio is not None and asked and not (light and is_spared(plan.spec, week)):
            ratios.append(ratio)
    return farthest(ratios, *RECOVERY_RANGE)


def is_spared(spec: Spec, week: Week) -> bool:
    """A day of the usual week is closed, raced or easy after illness: nobody's fault that it is lighter."""
    days = zip(week.days, spec.room, strict=True)
    lost = any(room.sessions and not spec.room_on(day).sessions for day, room in days)
    return lost or is_way_back(spec, week)


def _ratio(plan: Judged, at: int) -> float | None:
    """Load over the mean of the three weeks before, None unless all of these are whole weeks of training."""
    before = plan.season.weeks[max(at - 3, 0) : at]
    loads = [plan.load(week) for week in before]
    if len(before) < 3 or not all(_is_whole(plan.spec, week) for week in before) or not sum(loads):
        return None
    return plan.load(plan.season.weeks[at]) * 3 / sum(loads)


def _is_whole(spec: Spec, week: Week) -> bool:
    return week.is_full and not is_off(week, spec)
