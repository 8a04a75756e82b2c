"""Fitness, fatigue and form over any range."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.http import conditional_health_data
from metrics.selectors.charts import load_chart, so_far
from metrics.selectors.load import load_series
from metrics.selectors.races import race_flags
from metrics.selectors.summary import current_state, dashboard
from metrics.selectors.weeks import last_days, monday_of, weekly_table
from metrics.views.fitness_words import fitness_caption
from metrics.views.rights import rights

RANGES = {
    "6w": ("6 weeks", 42),
    "3m": ("3 months", 91),
    "6m": ("6 months", 182),
    "1y": ("1 year", 365),
    "all": ("All", None),
}
DEFAULT_RANGE = "3m"


@athlete_page(data="load")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`range` is a key of RANGES."""
    key, today = _range_key(request), athlete.today()
    start = _start(today, key)
    window = so_far(load_series(athlete, monday_of(start) if start else None, today + timedelta(days=1)))
    context = {
        "athlete": athlete,
        "rights": rights(request.user, athlete),
        "summary": {"state": current_state(athlete, today)},
        "last": last_days(window),
        "ranges": [(each, label) for each, (label, _) in RANGES.items()],
        "range_key": key,
        "is_quiet": not window.load.any(),
        "caption": fitness_caption(window, start),
        "weeks": weekly_table(window),
        "sees_races": _sees_races(request, athlete),
    }
    return render(request, "metrics/fitness.html", context)


@athlete_page(data="load")
@require_safe
def panel(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The card of Today, by itself."""
    context = {"athlete": athlete, "summary": dashboard(athlete)}
    return render(request, "metrics/_fitness_panel.html", context)


@conditional_health_data
@athlete_page(data="load")
@require_safe
def load_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The series of a range as columns, with races for who may see them; `range` is one of the page's."""
    chart = load_chart(athlete, _start(athlete.today(), _range_key(request)))
    if chart["dates"] and _sees_races(request, athlete):
        first = date.fromisoformat(chart["dates"][0])
        chart["races"] = race_flags(athlete, first, athlete.today() + timedelta(days=1))
    return JsonResponse(chart)


def _sees_races(request: HttpRequest, athlete: Athlete) -> bool:
    return bool(granted(request.user, athlete, ["plan"]))


def _range_key(request: HttpRequest) -> str:
    key = request.GET.get("range", DEFAULT_RANGE)
    return key if key in RANGES else DEFAULT_RANGE


def _start(today: date, key: str) -> date | None:
    days = RANGES[key][1]
    return None if days is None else today - timedelta(days=days - 1)
