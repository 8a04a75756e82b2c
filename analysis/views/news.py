"""Today keeps up by itself while a sync brings data in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.views.today import today_context
from analysis.views.watch import watch
from athletes.models import Athlete
from athletes.pages import athlete_page


@athlete_page(data="analysis")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What of Today is new since the version `seen`: nothing (204) or its parts; the last answer ends it.

    A page that was `empty` has none of the parts, so that it is told to load itself again.
    """
    now = watch(request, athlete, is_late=True)
    is_new = now["version"] != request.GET.get("seen", "")
    if not is_new and now["is_coming"]:
        return HttpResponse(status=204)
    if not is_new:
        return render(request, "analysis/_today_watch.html", {"watch": now})
    if "empty" in request.GET:
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
        return response
    context: dict[str, Any] = {**today_context(request, athlete), "watch": now}
    return render(request, "analysis/_today_news.html", context)
