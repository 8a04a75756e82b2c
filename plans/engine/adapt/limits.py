"""The hard rules, asked of the days ahead before and after: no change may make one of them worse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from athletes.sources.records import Sport
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.model import Situation
from plans.engine.adapt.sessions import EASY, easy, of_kind, shorter
from plans.engine.macro import Season, Week
from plans.engine.rules import RULES, Judged, Session
from plans.engine.rules.growth import RAMP_MAX, SPIKE_MAX, WEEK_GROWTH_MAX, most_minutes_before
from plans.engine.rules.judged import (
    endurance,
    longest_before,
    total_minutes,
)
from plans.engine.spec import Spec

HARD = tuple(rule for rule in RULES if rule.kind == "hard")
GENTLER = 0.9
MOST_FROM_ONE = 0.25
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
    """What was done on days of the season counts as well."""
    every = (*_done(draft.now), *draft.sessions())
    return Judged(spec, season, tuple(each for each in every if season.start <= each.day < season.end))


def _done(now: Situation) -> list[Session]:
    done = [entry.session for entry in now.sessions if entry.state in ("done", "partly")]
    return [each for each in done if each.day < now.today]


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
        keep_weeks(draft, spec, season, WEEK_GROWTH_MAX + allowed.get(4, 0.0))
        keep_long_runs(draft, spec, SPIKE_MAX + allowed.get(2, 0.0))
        _keep_ramp(draft, spec, season, RAMP_MAX + allowed.get(1, 0.0))


def keep_weeks(draft: Draft, spec: Spec, season: Season, growth: float = WEEK_GROWTH_MAX) -> None:
    """Shorten free sessions of weeks that have more than `growth` times the most of the three before."""
    for week in season.weeks:
        _keep_week(draft, spec, season, week, growth)


def _keep_week(draft: Draft, spec: Spec, season: Season, week: Week, growth: float) -> None:
    plan = judged(draft, spec, season)
    most = growth * most_minutes_before(plan, week)
    total = total_minutes(plan.of(week))
    free = draft.free(week.start, week.end)
    over, minutes = total - most, sum(each.minutes for _, each in free)
    if over <= 1e-9 or not minutes:
        return
    if one := _from_one(free, spec, over):
        draft.put(*one, WEEK_GROWS)
        return
    for uid, session in free:
        draft.put(uid, shorter(session, spec, max(1 - over / minutes, 0.0)), WEEK_GROWS)


def _from_one(free: Sequence[tuple[str, Session]], spec: Spec, over: float) -> tuple[str, Session] | None:
    """The longest easy session without so many minutes, where a quarter is enough: all other days stay."""
    gentle = [each for each in free if each[1].kind in EASY]
    uid, session = max(gentle, key=lambda each: each[1].minutes, default=("", None))
    if session is None or over > MOST_FROM_ONE * session.minutes:
        return None
    kept = of_kind(session, spec, most=session.minutes - over)
    return (uid, kept) if kept else None


def keep_long_runs(draft: Draft, spec: Spec, spike: float = SPIKE_MAX) -> None:
    """Shorten free runs that are longer than `spike` times the longest of the 30 days before them."""
    if spec.sport is not Sport.RUNNING:
        return
    for uid, session in draft.free():
        longest = _longest_by_day([*_done(draft.now), *draft.sessions()])
        most = spike * longest_before(spec, session.day, longest)
        if not session.is_strength and session.minutes > most + 1e-9:
            kept = of_kind(session, spec, most=most) or easy(session, spec, most=most)
            draft.put(uid, kept, LONGEST_FIRST)


def leap_today(now: Situation, spec: Spec) -> tuple[int, int] | None:
    """Minutes of a run of today that is a leap from what was done, and what would be none; None without one.

    Today stays as it is, so that all there is to do is to say it.
    """
    open_runs = [
        entry.session.minutes
        for entry in now.sessions
        if entry.session.day == now.today and entry.state == "planned" and not entry.session.is_strength
    ]
    most = int(SPIKE_MAX * longest_before(spec, now.today, _longest_by_day(_done(now))))
    minutes = max(open_runs, default=0)
    return (minutes, most) if spec.sport is Sport.RUNNING and minutes > most else None


def _longest_by_day(sessions: Iterable[Session]) -> dict[date, int]:
    longest: dict[date, int] = {}
    for each in endurance(sessions):
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
