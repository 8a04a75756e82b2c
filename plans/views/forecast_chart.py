"""Where a plan leads: the last weeks as they were, and fitness, fatigue and form until its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from metrics.science.load import load_series
from metrics.selectors.charts import load_chart
from metrics.selectors.races import race_flags
from plans.engine.forecast import race_load
from plans.engine.spec import days_between, parse
from plans.models import Plan
from plans.selectors.forecast import future_load
from plans.selectors.plans import open_loads

BEFORE = timedelta(days=42)
COLUMNS = ("fitness", "fatigue", "form")


@dataclass(frozen=True, slots=True)
class AtRace:
    """How fit and how fresh somebody is on the morning of the race, and how fit they are today."""

    day: date
    fitness: float
    form: float
    fitness_now: float


def forecast_chart(plan: Plan) -> dict[str, Any]:
    """`{dates, load, fitness, fatigue, form, today, races}`: the last six weeks, then to the plan's end."""
    athlete = plan.athlete
    today = athlete.today()
    chart = load_chart(athlete, today - BEFORE)
    chart.setdefault("today", today.isoformat())
    is_active = plan.state == Plan.State.ACTIVE
    for row in future_load(athlete) if is_active else _of_draft(plan, chart):
        if chart["today"] < row["date"] < plan.end.isoformat():
            chart["dates"].append(row["date"])
            chart["load"].append(row["planned_load"])
            for name in COLUMNS:
                chart[name].append(row[name])
    chart["races"] = race_flags(athlete, today - BEFORE, plan.end)
    return chart


def at_race(plan: Plan) -> AtRace | None:
    """None for a plan without a race to come."""
    if plan.race is None or plan.race.date <= plan.athlete.today():
        return None
    chart = forecast_chart(plan)
    values = dict(zip(chart["dates"], zip(chart["fitness"], chart["form"], strict=True), strict=True))
    found, now = values.get(plan.race.date.isoformat()), values.get(chart["today"])
    if found is None:
        return None
    fitness, form = found
    return AtRace(plan.race.date, fitness, form, fitness_now=now[0] if now else 0.0)


def _of_draft(plan: Plan, chart: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The days after today as the draft alone asks for them, in the shape of `future_load`."""
    athlete = plan.athlete
    days = days_between(athlete.today() + timedelta(days=1), plan.end)
    loads = _planned(plan)
    series = load_series(
        np.array([loads[day] for day in days], float),
        start_fitness=chart["fitness"][-1] if chart["dates"] else 0.0,
        start_fatigue=chart["fatigue"][-1] if chart["dates"] else 0.0,
        fitness_days=athlete.fitness_days,
        fatigue_days=athlete.fatigue_days,
    )
    for index, day in enumerate(days):
        values = {name: round(float(getattr(series, name)[index]), 1) for name in COLUMNS}
        yield {"date": day.isoformat(), "planned_load": loads[day], **values}


def _planned(plan: Plan) -> defaultdict[date, float]:
    """Load of each day; races count with what is to be expected of them."""
    found: defaultdict[date, float] = defaultdict(float)
    for day, load in open_loads(plan):
        found[day] += load
    spec = parse(plan.spec)
    for race in spec.races:
        found[race.date] += race_load(spec, race)
    return found
