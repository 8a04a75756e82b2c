"""The calendar: month and week."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from plans.selectors.calendar import CLASSES
from plans.selectors.history import undoable
from plans.views.calendar_cards import Viewer
from plans.views.calendar_page import calendar_page
from plans.views.calendar_span import span_of


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`view` is month or week, `date` any day of it; `changed` a change that is offered to be taken back."""
    context = calendar_context(request, athlete, request.GET)
    context["undo"] = undoable(athlete, request.GET.get("changed", "")) if context["may_write"] else None
    return render(request, "plans/calendar.html", context)


def viewer_of(request: HttpRequest, athlete: Athlete) -> Viewer:
    """At most two queries, none for the athlete."""
    return Viewer(
        athlete=athlete,
        ref=request.athlete_ref,  # type: ignore[attr-defined]
        today=athlete.today(),
        may_write=bool(granted(request.user, athlete, ["plan"], action="write")),
        classes=granted(request.user, athlete, CLASSES),
    )


def calendar_context(request: HttpRequest, athlete: Athlete, query: QueryDict) -> dict[str, Any]:
    """What `plans/_calendar.html` needs, for the address whose query this is."""
    viewer = viewer_of(request, athlete)
    span = span_of(query, viewer.today)
    page = calendar_page(viewer, span)
    new_on = viewer.today if span.start <= viewer.today < span.end else max(span.start, viewer.today)
    return {
        "athlete": athlete,
        "page": page,
        "here": page.here,
        "may_write": viewer.may_write,
        "new_on": new_on,
    }
