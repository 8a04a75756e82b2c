"""The rows behind a value of HRV, resting heart rate or sleep: one a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.evidence.wellness import CHANNELS, USUAL_DAYS, WEEK_DAYS
from analysis.shown import show
from analysis.words import CHANNELS as NAMES
from athletes.models import Athlete
from athletes.pages import athlete_page
from metrics.selectors.days import daily_columns

DATA_CLASSES = {"hrv": "heart", "resting_hr": "heart", "sleep": "sleep"}


@require_safe
def index(request: HttpRequest, athlete: str, metric: str) -> HttpResponseBase:
    """Each metric has its own data class, so each has its own door."""
    if metric not in DOORS:
        raise Http404
    return DOORS[metric](request, athlete=athlete, metric=metric)


def _table(request: HttpRequest, athlete: Athlete, metric: str) -> HttpResponseBase:
    end = athlete.today() + timedelta(days=1)
    dates, columns = daily_columns(athlete, end - timedelta(days=USUAL_DAYS + WEEK_DAYS), end)
    column, unit = next((each, unit) for each, (name, unit) in CHANNELS.items() if name == metric)
    values = columns[column]
    rows = [
        {"date": day, "shown": "" if np.isnan(value) else show(float(value), column, unit, "metric")}
        for day, value in zip(dates, values, strict=True)
    ]
    context = {
        "athlete": athlete,
        "name": NAMES[metric],
        "rows": rows[::-1],
        "known": int((~np.isnan(values)).sum()),
        "today": athlete.today(),
    }
    return render(request, "analysis/daily.html", context)


DOORS: dict[str, Callable[..., HttpResponseBase]] = {
    metric: athlete_page(data=data)(_table) for metric, data in DATA_CLASSES.items()
}
