"""The hard rules, asked of the days ahead before and after: no change may make one of them worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from athletes.sources.records import Sport
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.sessions import easy, of_kind, shorter
from plans.engine.macro import Season, Week
from plans.engine.rules import RULES, Judged, Session
from plans.engine.rules.growth import RAMP_MAX, SPIKE_MAX, WEEK_GROWTH_MAX
from plans.engine.rules.judged import (
    LEAST_WEEK_MIN,
    endurance,
    history_minutes,
    longest_before,
    total_minutes,
)
from plans.engine.spec import Spec

HARD = tuple(rule for rule in RULES if rule.kind == "hard")
GENTLER = 0.9
LONGEST_FIRST = "So that no session is more than a tenth longer than the longest of the 30 days before it."
WEEK_GROWS = "So that the weeks grow back by 15 % at most, from what you did."
FITNESS_GROWS = "So that fitness does not rise by more than 7 in a week."

type Excess = Mapping[int, float]
"""By how much each hard rule is broken, 0 when it is kept."""


def days_ahead(season: Season, today: date) -> Season | None:
    """The season from today on; None when nothing of it is left."""
    left = tuple(replace(week, start=max(week.start, today)) for week in season.weeks if week.end > today)
    return replace(season, weeks=left) if left else None


def judged(draft: Draft, spec: Spec, season: Season) -> Judged:
    inside = tuple(each for each in draft.sessions() if season.start <= each.day < season.end)
    return Judged(spec, season, inside)


def excess(plan: Judged) -> Excess:
    found = {rule.number: rule.judge(plan) for rule in HARD}
    return {
        number: 0.0 if each.passed or each.value is None else abs(each.value - _bound(each.threshold))
        for number, each in found.items()
    }


def is_no_worse(before: Excess, after: Excess) -> bool:
    return all(after[number] <= before[number] + 1e-9 for number in after)


def keep_within(draft: Draft, spec: Spec, season: Season, allowed: Excess = MappingProxyType({})) -> None:
    """Shorten free sessions until neither weeks, long runs nor fitness grow faster than they may.

    `allowed` is what the plan exceeds the rules by already; without it the rules themselves count.
    """
    before: tuple[Session, ...] = ()
    while draft.sessions() != before:
        before = draft.sessions()
        for week in season.weeks:
            _keep_week(draft, spec, season, week, WEEK_GROWTH_MAX + allowed.get(4, 0.0))
        keep_long_runs(draft, spec, SPIKE_MAX + allowed.get(2, 0.0))
        _keep_ramp(draft, spec, season, RAMP_MAX + allowed.get(1, 0.0))


def _keep_week(draft: Draft, spec: Spec, season: Season, week: Week, growth: float) -> None:
    plan = judged(draft, spec, season)
    before = [total_minutes(plan.of(each)) for each in season.weeks if each.start < week.start]
    most = growth * max(LEAST_WEEK_MIN, *(history_minutes(spec) + before)[-3:])
    total = total_minutes(plan.of(week))
    free = draft.free(week.start, week.end)
    minutes = sum(each.minutes for _, each in free)
    if total > most + 1e-9 and minutes:
        part = max(1 - (total - most) / minutes, 0.0)
        for uid, session in free:
            draft.put(uid, shorter(session, spec, part), WEEK_GROWS)


def keep_long_runs(draft: Draft, spec: Spec, spike: float = SPIKE_MAX) -> None:
    """Shorten free runs that are longer than `spike` times the longest of the 30 days before them."""
    if spec.sport is not Sport.RUNNING:
        return
    for uid, session in draft.free():
        longest = _longest_by_day(draft)
        most = spike * longest_before(spec, session.day, longest)
        if not session.is_strength and session.minutes > most + 1e-9:
            kept = of_kind(session, spec, most=most) or easy(session, spec, most=most)
            draft.put(uid, kept, LONGEST_FIRST)


def _longest_by_day(draft: Draft) -> dict[date, int]:
    longest: dict[date, int] = {}
    for each in endurance(draft.sessions()):
        longest[each.day] = max(each.minutes, longest.get(each.day, 0))
    return longest


def _keep_ramp(draft: Draft, spec: Spec, season: Season, most: float) -> None:
    """A tenth less in the first week in which fitness rises too fast; the rest comes in the next round."""
    plan = judged(draft, spec, season)
    fitness = [spec.athlete.fitness, *plan.series.fitness.tolist()]
    for at in range(len(plan.days) - 6):
        raced = any(map(spec.race_on, plan.days[at : at + 7]))
        if not raced and fitness[at + 7] - fitness[at] > most + 1e-9:
            start = plan.days[at]
            for uid, session in draft.free(start, start + timedelta(days=7)):
                draft.put(uid, shorter(session, spec, GENTLER), FITNESS_GROWS)
            return


def _bound(threshold: float | tuple[float, float]) -> float:
    return threshold if isinstance(threshold, int | float) else threshold[1]


def hard_near(sessions: tuple[Session, ...], day: date) -> bool:
    """A hard session the day before, on the day itself, or the day after."""
    return any(each.hard and abs((each.day - day).days) <= 1 for each in sessions)
