"""The wish and the season as they will be when the days ahead are planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

import numpy as np

from metrics.science.load import FATIGUE_DAYS, FITNESS_DAYS, decaying_mean
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.limits import days_ahead
from plans.engine.adapt.model import Event
from plans.engine.adapt.proposing import Look
from plans.engine.macro import Season, Week, season_of
from plans.engine.macro.model import Kind
from plans.engine.rules.judged import HISTORY_DAYS, SPIKE_DAYS, endurance, total_load, total_minutes
from plans.engine.spec import Athlete, Interval, Spec, days_between

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
AFTER_DAYS = {"availability": 7}
"""The week after days off leads back to what was planned. All other weeks stay as they are."""

HISTORY_WEEKS = 6

type Window = tuple[date, date]


def window_of(events: Sequence[Event], tomorrow: date, end: date) -> Window:
    """Days `[start, end)` that may change: whole weeks around what was changed, from tomorrow on."""
    firsts = [tomorrow if each.first is None else each.first for each in events]
    lasts = [end if each.last is None else each.last + AFTER_DAYS.get(each.kind, 0) * DAY for each in events]
    return max(_monday(min(firsts)), tomorrow), _monday(max(lasts)) + WEEK


def spec_ahead(look: Look, draft: Draft, start: date) -> Spec | None:
    """The wish as of the morning of `start`, days with fixed sessions closed; None when no day is left."""
    spec = look.spec
    closed = {each.day for each in draft.fixed() if each.day >= start}
    closed |= {race.date for race in spec.races if race.date == start}
    races = tuple(race for race in spec.races if race.date > start)
    weeks = ceil((look.season.end - _monday(start)).days / 7)
    kept = tuple(Interval(day, day + DAY, "kept") for day in sorted(closed))
    ahead = replace(spec, today=start, blackouts=(*spec.blackouts, *kept), races=races, weeks=max(weeks, 1))
    is_open = any(ahead.room_on(day).sessions for day in days_between(start, look.season.end))
    return replace(ahead, athlete=_rolled(look, draft, start)) if is_open or ahead.goals else None


def _rolled(look: Look, draft: Draft, start: date) -> Athlete:
    """The athlete after what is planned until then."""
    athlete, today = look.spec.athlete, look.now.today
    loads = [float(total_load(draft.on(day))) for day in days_between(today, start)]
    loads[0] = max(loads[0], look.now.done.get(today, 0.0))
    return replace(
        athlete,
        fitness=float(decaying_mean(np.array(loads), FITNESS_DAYS, athlete.fitness)[-1]),
        fatigue=float(decaying_mean(np.array(loads), FATIGUE_DAYS, athlete.fatigue)[-1]),
        longest_30d_min=_longest(look, draft, start),
        weekly_min_last6=_weeks(look, draft, start),
    )


def _longest(look: Look, draft: Draft, start: date) -> int:
    ahead = endurance(each for each in draft.sessions() if start - SPIKE_DAYS * DAY <= each.day < start)
    known = look.spec.athlete.longest_30d_min if (start - look.now.today).days < HISTORY_DAYS else 0
    return max([known, *(each.minutes for each in ahead)])


def _weeks(look: Look, draft: Draft, start: date) -> tuple[int, ...]:
    """Minutes of the last six weeks, the ones between now and then as they were done or are planned."""
    done = [entry.session for entry in look.now.sessions if entry.state in ("done", "partly")]
    trained = [each for each in done if each.day < look.now.today]
    found, monday = list(look.spec.athlete.weekly_min_last6), _monday(look.now.today)
    while monday + WEEK <= start:
        inside = [each for each in (*trained, *draft.sessions()) if monday <= each.day < monday + WEEK]
        found.append(total_minutes(inside))
        monday += WEEK
    return tuple(found[-HISTORY_WEEKS:])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def season_ahead(season: Season, spec: Spec) -> Season:
    """The season in force from the first day of `spec` on, as long as the goals and the end are the same."""
    anew, left = season_of(spec), days_ahead(season, spec.today)
    same_goals = [each.date for each in anew.goals] == [each.date for each in season.goals]
    days = [each.start for each in left.weeks] if left else []
    if left is None or not same_goals or days != [each.start for each in anew.weeks]:
        return anew
    weeks = tuple(
        replace(fresh, kind=_kind(fresh, planned), phase=planned.phase)
        for fresh, planned in zip(anew.weeks, left.weeks, strict=True)
    )
    return replace(anew, phases=left.phases, weeks=weeks)


def _kind(fresh: Week, planned: Week) -> Kind:
    """As it was planned, but for races that came or went."""
    raced = "race" in (fresh.kind, planned.kind) and fresh.kind != planned.kind
    return fresh.kind if raced else planned.kind
