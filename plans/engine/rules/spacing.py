"""How sessions lie in the days: rules 6, 7, 8 and 15."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from metrics.science.load import monotony
from plans.engine.rules.expected import is_way_back
from plans.engine.rules.finding import Finding, at_least, at_most, not_applicable
from plans.engine.rules.judged import Judged, total_load, total_minutes
from plans.engine.spec import days_between

MONOTONY_MAX = 2.0


def adjacent_hard_days(plan: Judged) -> Finding:
    """6: pairs of hard days without a day between them; a race is hard, two races in a row are no plan's."""
    hard = {session.day for session in plan.sessions if session.hard}
    raced = {race.date for race in plan.spec.races}
    days = hard | raced
    pairs = [(day, day + timedelta(days=1)) for day in days if day + timedelta(days=1) in days]
    return at_most(float(sum(bool(hard & set(pair)) for pair in pairs)), 0)


def rest_days(plan: Judged) -> Finding:
    """7: days without anything in a full week, races being something."""
    raced = {race.date for race in plan.spec.races}
    free = [
        sum(not plan.by_day.get(day) and day not in raced for day in week.days) for week in plan.full_weeks
    ]
    return at_least(float(min(free)), 1) if free else not_applicable(1)


def evenness(plan: Judged) -> Finding:
    """8: Foster's monotony of each full week's daily loads."""
    worst = [
        float(monotony(np.array([total_load(plan.by_day.get(day, ())) for day in week.days], float))[-1])
        for week in plan.full_weeks
        if not is_way_back(plan.spec, week)
    ]
    known = [value for value in worst if not np.isnan(value)]
    return at_most(max(known), MONOTONY_MAX) if known else not_applicable(MONOTONY_MAX)


def availability(plan: Judged) -> Finding:
    """15: days and weeks that ask for more than there is room for; closed days and race days have no room."""
    faults = 0
    for day in days_between(plan.season.start, plan.season.end):
        sessions, room = plan.by_day.get(day, ()), plan.spec.room_on(day)
        faults += len(sessions) > room.sessions or total_minutes(sessions) > room.minutes
    cap = plan.spec.weekly_cap_min
    if cap is not None:
        faults += sum(total_minutes(plan.of(week)) > cap for week in plan.season.weeks)
    return at_most(float(faults), 0)
