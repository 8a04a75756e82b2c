"""The list of activities."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.formatting import Units
from config.core.htmx import is_partial, template
from metrics.forms import ActivityFilterForm
from metrics.models import Activity
from metrics.selectors.activities import activity_list, month_totals, sport_counts
from metrics.views.filters import active_filters
from metrics.views.months import Month, by_month
from metrics.views.rights import rights
from metrics.views.rows import row_of

PAGE_SIZE = 25
LAST_PAGE = 1000
BY_DATE = ("newest", "oldest")


@athlete_page(data="activities")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Filtered and sorted by the query string; `page` continues the list for infinite scroll."""
    form, page = ActivityFilterForm(request.GET), _page(request)
    allowed = rights(request.user, athlete, shown=("heart",))
    show = partial(
        row_of,
        units=cast(Units, athlete.units),
        athlete_ref=request.athlete_ref,  # type: ignore[attr-defined]
        with_heart=allowed.sees_heart,
        with_year=form.order not in BY_DATE,
    )
    found = form.apply(activity_list(athlete))
    before, rows, has_more = _slice(found, page)
    context = {
        "athlete": athlete,
        "rights": allowed,
        "form": form,
        "page": page,
        "next_page": page + 1 if has_more else None,
        "columns": 7 if allowed.sees_heart else 6,
    }
    is_continued = page > 1 and is_partial(request)
    if form.order in BY_DATE:
        context["months"] = by_month(rows, show, month_totals(found, rows), before if is_continued else None)
    else:
        context["months"] = [Month(rows=[show(row) for row in rows])] if rows else []
    if is_continued:
        return template(request, "", context, part="metrics/_activity_rows.html")
    context |= {"sports": sport_counts(athlete), "filters": active_filters(form, request.GET)}
    return template(request, "metrics/activities.html", context, part="metrics/activities.html")


def _slice(found: QuerySet[Activity], page: int) -> tuple[Activity | None, list[Activity], bool]:
    """The activity before the page, those of the page, and whether more follow; one query for all three."""
    start = (page - 1) * PAGE_SIZE
    rows = list(found[max(start - 1, 0) : start + PAGE_SIZE + 1])
    before = rows.pop(0) if start and rows else None
    return before, rows[:PAGE_SIZE], len(rows) > PAGE_SIZE and page < LAST_PAGE


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
