"""What is planned, where it leads, and what another load would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.urls import reverse

from analysis.chat.gathered import Gathered
from analysis.chat.tools.base import Tool, ToolError, day_of, shape, text, whole
from analysis.evidence import Value
from analysis.evidence.links import Links
from metrics.science import load as science
from metrics.selectors.allowed import allowed_load_series
from metrics.selectors.load import load_series
from plans.models import PlannedSession
from plans.selectors.forecast import future_load

MOST_SESSIONS = 30
MOST_LOAD_A_DAY = 1_000
LONGEST = 120


def get_plan(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Planned sessions of [start, end) with references to minutes and load."""
    start = day_of(arguments["start"]) or gathered.today
    end = day_of(arguments["end"]) or start + timedelta(days=14)
    rows = PlannedSession.objects.for_athlete(gathered.athlete).shown().between(start, end)
    call = gathered.next_call()
    return {
        "sessions": [
            _told(gathered, f"{call}.{index}", row) for index, row in enumerate(rows[:MOST_SESSIONS], start=1)
        ]
    }


def get_forecast(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Fitness, fatigue and form on one coming day, if everything planned is done."""
    day = day_of(arguments["day"]) or gathered.today + timedelta(days=7)
    row = next((each for each in future_load(gathered.athlete) if each["date"] == day.isoformat()), None)
    if row is None:
        raise ToolError("Nothing is planned up to that day, so there is no forecast.")
    return _state(gathered, day, {name: float(row[name]) for name in ("fitness", "fatigue", "form")})


def simulate_load(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Where fitness, fatigue and form would be after some days with the same load each day."""
    days, a_day = int(arguments["days"]), float(arguments["load_per_day"])
    if not 1 <= days <= LONGEST or not 0 <= a_day <= MOST_LOAD_A_DAY:
        raise ToolError("One to 120 days, and a load of 0 to 1000 a day.")
    read = allowed_load_series if gathered.for_ai else load_series
    state = read(gathered.athlete, gathered.today, gathered.today + timedelta(days=1))
    series = science.load_series(
        np.full(days + 1, a_day),
        start_fitness=float(state.fitness[-1]),
        start_fatigue=float(state.fatigue[-1]),
        fitness_days=gathered.athlete.fitness_days,
        fatigue_days=gathered.athlete.fatigue_days,
    )
    after = {"fitness": series.fitness[-2], "fatigue": series.fatigue[-2], "form": series.form[-1]}
    now = {"fitness": state.fitness[-1], "fatigue": state.fatigue[-1], "form": state.form[-1]}
    return _state(gathered, gathered.today + timedelta(days=days), after, now)


def _state(
    gathered: Gathered, day: date, after: Mapping[str, float], now: Mapping[str, float] | None = None
) -> dict[str, Any]:
    call, url = gathered.next_call(), Links(gathered.athlete.uid).fitness()
    values = [
        Value(
            f"{call}.{name}",
            name,
            float(value),
            "load",
            day,
            day + timedelta(days=1),
            url,
            baseline=float(now[name]) if now else None,
        )
        for name, value in after.items()
    ]
    gathered.add(values)
    return {"date": day.isoformat(), "refs": {value.id: round(value.value, 1) for value in values}}


def _told(gathered: Gathered, prefix: str, row: PlannedSession) -> dict[str, Any]:
    url = reverse("plans:session", kwargs={"athlete": str(gathered.athlete.uid), "uid": row.uid})
    span = (row.day, row.day + timedelta(days=1), url)
    values = [
        Value(f"{prefix}.duration", "duration", row.minutes * 60.0, "s", *span),
        Value(f"{prefix}.load", "load", float(row.load), "load", *span),
    ]
    gathered.add(values)
    return {
        "date": row.day.isoformat(),
        "sport": row.sport,
        "kind": row.kind,
        "hard": row.hard,
        "state": row.state,
        "refs": {value.id: value.value for value in values},
    }


TOOLS = (
    Tool(
        "get_plan",
        "Planned sessions from a day on.",
        shape(
            start=text("YYYY-MM-DD; empty for today."),
            end=text("The day after the last; empty for two weeks."),
        ),
        get_plan,
    ),
    Tool(
        "get_forecast",
        "Fitness, fatigue and form on a coming day if the plan is done.",
        shape(day=text("YYYY-MM-DD; empty for in a week.")),
        get_forecast,
    ),
    Tool(
        "simulate_load",
        "Where fitness, fatigue and form would be after days of the same load.",
        shape(days=whole("1 to 120"), load_per_day=whole("0 to 1000")),
        simulate_load,
    ),
)
