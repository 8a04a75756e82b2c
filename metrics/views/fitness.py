"""Fitness, fatigue and form over any range."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from athletes.models import Athlete
from athletes.pages import athlete_page
from metrics.selectors.charts import load_chart
from metrics.selectors.load import load_series
from metrics.selectors.summary import dashboard
from metrics.selectors.weeks import weekly_table

RANGES = {
    "6w": ("6 weeks", 42),
    "3m": ("3 months", 91),
    "6m": ("6 months", 182),
    "1y": ("1 year", 365),
    "all": ("All", None),
}
DEFAULT_RANGE = "3m"


@athlete_page(data="load")
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    key = _range_key(request)
    window = load_series(athlete, _start(athlete, key), athlete.today() + timedelta(days=1))
    context = {
        "summary": dashboard(athlete),
        "ranges": [(each, label) for each, (label, _) in RANGES.items()],
        "range_key": key,
        "weeks": weekly_table(window),
    }
    return render(request, "metrics/fitness.html", context)


@athlete_page(data="load")
def panel(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The card of Today, by itself."""
    return render(request, "metrics/_fitness_panel.html", {"summary": dashboard(athlete)})


@athlete_page(data="load")
def load_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The series of a range as columns; `range` is one of the page's."""
    return JsonResponse(load_chart(athlete, _start(athlete, _range_key(request))))


def _range_key(request: HttpRequest) -> str:
    key = request.GET.get("range", DEFAULT_RANGE)
    return key if key in RANGES else DEFAULT_RANGE


def _start(athlete: Athlete, key: str) -> date | None:
    days = RANGES[key][1]
    return None if days is None else athlete.today() - timedelta(days=days - 1)
