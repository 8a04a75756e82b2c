"""Where the planned load leads: fitness, fatigue and form of the days to come."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from athletes.models import Athlete
from metrics.models import Race
from metrics.science import load as science
from metrics.selectors.load import load_series
from plans.engine.forecast import race_load
from plans.engine.spec import Race as PlannedRace
from plans.engine.spec import days_between, parse
from plans.errors import PlanSpecError
from plans.models import Plan, PlannedSession

FARTHEST = timedelta(days=366)
DIGITS = 1


def future_load(athlete: Athlete) -> list[dict[str, Any]]:
    """`{date, planned_load, fitness, fatigue, form}` of each day from today to the last that anything is
    planned for; empty without plans. Four queries.

    The series goes on from the measured end of yesterday. Today counts with what was done and what is still
    open; races of the active plan's sport count with what is to be expected of them.
    """
    today = athlete.today()
    plan = Plan.objects.for_athlete(athlete).active().first()
    loads = _planned(athlete, today)
    for day, load in _raced(plan, today).items():
        loads[day] += load
    end = max([*loads, *([plan.end - timedelta(days=1)] if plan else [])], default=date.min)
    if end < today:
        return []
    days = days_between(today, min(end, today + FARTHEST) + timedelta(days=1))
    measured = load_series(athlete, today - timedelta(days=1), today + timedelta(days=1))
    loads[today] += float(measured.load[1])
    series = science.load_series(
        np.array([loads[day] for day in days]),
        start_fitness=float(measured.fitness[0]),
        start_fatigue=float(measured.fatigue[0]),
        fitness_days=athlete.fitness_days,
        fatigue_days=athlete.fatigue_days,
    )
    columns = zip(days, series.fitness, series.fatigue, series.form, strict=True)
    return [_row(day, loads[day], *map(float, values)) for day, *values in columns]


def _row(day: date, load: float, fitness: float, fatigue: float, form: float) -> dict[str, Any]:
    values = {"planned_load": load, "fitness": fitness, "fatigue": fatigue, "form": form}
    return {"date": day.isoformat(), **{name: round(value, DIGITS) for name, value in values.items()}}


def _planned(athlete: Athlete, today: date) -> defaultdict[date, float]:
    found: defaultdict[date, float] = defaultdict(float)
    rows = PlannedSession.objects.for_athlete(athlete).shown().open().filter(day__gte=today)
    for day, load in rows.values_list("day", "load"):
        found[day] += load
    return found


def _raced(plan: Plan | None, today: date) -> dict[date, float]:
    """Loads of the races after today, by the thresholds that the plan was made with."""
    if plan is None:
        return {}
    try:
        spec = parse(plan.spec)
    except PlanSpecError:
        return {}
    rows = Race.objects.filter(athlete_id=plan.athlete_id, sport=plan.sport).alive()
    ahead = rows.filter(date__gt=today, date__lt=plan.end, distance_m__isnull=False)
    values = ahead.values_list("date", "distance_m", "goal_s")
    return {
        day: float(race_load(spec, PlannedRace(day, "A", distance_m or 0.0, goal_s)))
        for day, distance_m, goal_s in values
    }
