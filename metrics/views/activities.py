"""The list of activities."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.htmx import is_partial, template
from metrics.forms import ActivityFilterForm
from metrics.models import Activity
from metrics.selectors.activities import activity_list, month_totals, sport_counts
from metrics.views.filters import active_filters
from metrics.views.months import Month, by_month
from metrics.views.rights import rights

PAGE_SIZE = 40
LAST_PAGE = 1000


@athlete_page(data="activities")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Filtered and sorted by the query string; `page` continues the list for infinite scroll."""
    form = ActivityFilterForm(request.GET)
    page = _page(request.GET.get("page", ""))
    rows = _rows(form.apply(activity_list(athlete)), form, page)
    allowed = rights(request.user, athlete)
    columns = 7 if allowed.sees_heart else 6
    context = {"athlete": athlete, "rights": allowed, "form": form, "page": page, "columns": columns, **rows}
    if page > 1 and is_partial(request):
        return template(request, "", context, part="metrics/_activity_rows.html")
    context |= {"sports": sport_counts(athlete), "filters": active_filters(form, request.GET)}
    return template(request, "metrics/activities.html", context, part="metrics/activities.html")


def _rows(found: QuerySet[Activity], form: ActivityFilterForm, page: int) -> dict[str, Any]:
    """One page of the list; a row more at either end tells what came before and whether more follows."""
    start = (page - 1) * PAGE_SIZE
    rows = list(found[max(start - 1, 0) : start + PAGE_SIZE + 1])
    before = rows.pop(0) if start and rows else None
    has_more = len(rows) > PAGE_SIZE and page < LAST_PAGE
    rows = rows[:PAGE_SIZE]
    if form.order in ("newest", "oldest"):
        months = by_month(rows, month_totals(found, rows), before)
    else:
        months = [Month(None, activities=rows)] if rows else []
    return {"months": months, "next_page": page + 1 if has_more else None}


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
