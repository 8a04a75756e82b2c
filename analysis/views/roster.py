"""A coach's own pages: all athletes on one screen, and what waits for an answer."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from analysis.selectors import roster
from athletes.models import User


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Filtered and sorted by the address, which can be kept as a bookmark."""
    everybody = roster.roster(cast(User, request.user))
    words, only = request.GET.get("q", "").strip(), request.GET.get("only", "")
    sort = request.GET.get("sort", "")
    rows = [row for row in everybody if words.lower() in row.athlete.name.lower()]
    if only in roster.ONLY:
        rows = [row for row in rows if roster.ONLY[only][1](row)]
    rows.sort(key=roster.SORTS[sort if sort in roster.SORTS else "name"][1])
    context = {
        "rows": rows,
        "total": len(everybody),
        "waits": sum(row.waits for row in everybody),
        "chosen": {"q": words, "only": only, "sort": sort},
        "filters": [(name, title) for name, (title, _) in roster.ONLY.items()],
        "sorts": [(name, title) for name, (title, _) in roster.SORTS.items()],
    }
    return render(request, "analysis/roster.html", context)


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = roster.queue(cast(User, request.user))
    return render(request, "analysis/roster_queue.html", {"queue": found})
