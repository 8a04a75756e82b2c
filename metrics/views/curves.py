"""Mean-max curves by sport and season, with the models through them."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.formatting import Units
from config.core.http import conditional_health_data
from metrics.selectors.curve_page import Available, Span, available_curves, curves_chart, models
from metrics.selectors.curves import Metric, bests
from metrics.views.curve_spans import NOTHING, chosen, spans_of
from metrics.views.curve_words import (
    CAPTIONS,
    best_rows,
    lacking,
    metric_label,
    model_figures,
    model_rows,
)
from metrics.views.rights import rights


@athlete_page(data="activities")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`sport`, `metric`, `range` and `against` come from the query string; what is not there falls back."""
    choice = _choice(request, athlete)
    if choice is None:
        return render(
            request, "metrics/curves.html", {"athlete": athlete, "rights": rights(request.user, athlete)}
        )
    return render(request, "metrics/curves.html", _context(request, athlete, *choice))


@conditional_health_data
@athlete_page(data="activities")
@require_safe
def curves_json(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The envelopes of the page's choice as columns; empty columns without any curve."""
    choice = _choice(request, athlete)
    if choice is None:
        return JsonResponse({"durations_s": [], "series": [], "models": []})
    available, metric, shown, beside = choice
    spans = (shown, *([beside] if beside else []))
    return JsonResponse(curves_chart(athlete, sport=available.sport, metric=metric, spans=spans))


def _choice(request: HttpRequest, athlete: Athlete) -> tuple[Available, Metric, Span, Span | None] | None:
    """What the query string asks for, of what this person may see; None when there is no curve at all."""
    with_heart = rights(request.user, athlete, shown=("heart",)).sees_heart
    seen = [each for each in available_curves(athlete) if _metrics(each, with_heart=with_heart)]
    if not seen:
        return None
    available = next((each for each in seen if each.sport == request.GET.get("sport")), seen[0])
    metrics = _metrics(available, with_heart=with_heart)
    metric = next((each for each in metrics if each == request.GET.get("metric")), metrics[0])
    spans = spans_of(available, athlete.today())
    return available, metric, *chosen(spans, request.GET.get("range", ""), request.GET.get("against", ""))


def _metrics(available: Available, *, with_heart: bool) -> tuple[Metric, ...]:
    return tuple(each for each in available.metrics if with_heart or each != "heart_rate_bpm")


def _context(
    request: HttpRequest,
    athlete: Athlete,
    available: Available,
    metric: Metric,
    shown: Span,
    beside: Span | None,
) -> dict[str, Any]:
    allowed, units = rights(request.user, athlete), cast(Units, athlete.units)
    with_heart = allowed.sees_heart
    spans = spans_of(available, athlete.today())
    found = models(athlete, available.sport, shown)
    best = bests(athlete, sport=available.sport, metric=metric, start=shown.start, end=shown.end)
    others = (
        bests(athlete, sport=available.sport, metric=metric, start=beside.start, end=beside.end)
        if beside
        else []
    )
    return {
        "athlete": athlete,
        "rights": allowed,
        "sports": [each.sport for each in available_curves(athlete) if _metrics(each, with_heart=with_heart)],
        "sport": available.sport,
        "metrics": [
            (each, metric_label(each, available.sport)) for each in _metrics(available, with_heart=with_heart)
        ],
        "metric": metric,
        "metric_label": metric_label(metric, available.sport),
        "ranges": [(each.key, each.label) for each in spans.values()],
        "range_key": shown.key,
        "shown": shown,
        "beside": beside,
        "against": beside.key if beside else NOTHING,
        "comparisons": [(each.key, each.label) for each in spans.values() if each != shown],
        "caption": CAPTIONS[metric],
        "rows": best_rows(best, others, sport=available.sport, units=units),
        "figures": model_figures(found, available.sport, units),
        "regressions": model_rows(found),
        "lacking": lacking(found),
        "has_model": metric != "heart_rate_bpm",
        "query": f"sport={available.sport}&metric={metric}&range={shown.key}"
        f"&against={beside.key if beside else NOTHING}",
    }
