"""The list of activities."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.htmx import is_partial
from metrics.forms import ActivityFilterForm
from metrics.selectors.activities import activity_list

PAGE_SIZE = 40
LAST_PAGE = 1000


@athlete_page(data="activities")
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Filtered and sorted by the query string; `page` continues the list for infinite scroll."""
    form = ActivityFilterForm(request.GET)
    page = _page(request.GET.get("page", ""))
    start = (page - 1) * PAGE_SIZE
    rows = list(form.apply(activity_list(athlete))[start : start + PAGE_SIZE + 1])
    query = request.GET.copy()
    query["page"] = str(page + 1)
    context = {
        "form": form,
        "activities": rows[:PAGE_SIZE],
        "next_query": query.urlencode() if len(rows) > PAGE_SIZE and page < LAST_PAGE else "",
        "page": page,
    }
    wants_rows = is_partial(request) and page > 1
    name = "metrics/_activity_rows.html" if wants_rows else "metrics/activities.html"
    return render(request, name, context)


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
