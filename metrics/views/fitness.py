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
from metrics.selectors.distribution import distribution
from metrics.selectors.load import load_series
from metrics.selectors.own_word import marker_bands
from metrics.selectors.races import race_flags
from metrics.selectors.second_series import SECONDS, second_series
from metrics.selectors.summary import current_state, dashboard
from metrics.selectors.weeks import last_days, monday_of, weekly_table
from metrics.views.distribution import distribution_context
from metrics.views.fitness_words import fitness_caption
from metrics.views.ranges import RANGES, range_choices, range_key
from metrics.views.rights import rights

CLASSES = ("load", "activities", "plan", "heart", "sleep", "body", "notes")
"""What the page shows beside the load, each part to who may see it."""


@athlete_page(data="load")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`range` is a key of RANGES, `second` one of SECONDS that this viewer may see."""
    key, today, classes = range_key(request), athlete.today(), granted(request.user, athlete, CLASSES)
    start, second = _start(today, key), _second_key(request, classes)
    window = so_far(load_series(athlete, monday_of(start) if start else None, today + timedelta(days=1)))
    context = {
        "athlete": athlete,
        "rights": rights(request.user, athlete),
        "summary": {"state": current_state(athlete, today)},
        "last": last_days(window),
        "ranges": range_choices(),
        "range_key": key,
        "is_quiet": not window.load.any(),
        "sees_plan": "plan" in classes,
        "caption": _caption(fitness_caption(window, start), second),
        "weeks": weekly_table(window),
        "seconds": [(name, each.label) for name, each in SECONDS.items() if each.data_class in classes],
        "second_key": second,
    }
    if "activities" in classes:
        first = start or window.first_day or today
        spread = distribution(athlete, first, today + timedelta(days=1), with_heart="heart" in classes)
        context |= distribution_context(spread)
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
    """The series of a range as columns; `range` and `second` are those of the page."""
    chart = load_chart(athlete, _start(athlete.today(), range_key(request)))
    if not chart["dates"]:
        return JsonResponse(chart)
    classes, end = granted(request.user, athlete, CLASSES), athlete.today() + timedelta(days=1)
    first = date.fromisoformat(chart["dates"][0])
    if "plan" in classes:
        chart["races"] = race_flags(athlete, first, end)
    if "notes" in classes:
        chart["bands"] = marker_bands(athlete, first, end)
    if second := _second_key(request, classes):
        chart["second"] = second_series(athlete, second, first, end)
    return JsonResponse(chart)


def _second_key(request: HttpRequest, classes: frozenset[str]) -> str:
    """The second series that is asked for; "" for none, an unknown one, and one of hidden data."""
    key = request.GET.get("second", "")
    return key if key in SECONDS and SECONDS[key].data_class in classes else ""


def _caption(words: str, second: str) -> str:
    return f"{words} {SECONDS[second].caption}".strip() if second else words


def _start(today: date, key: str) -> date | None:
    days = RANGES[key][1]
    return None if days is None else today - timedelta(days=days - 1)
