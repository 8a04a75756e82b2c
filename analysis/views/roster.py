"""A coach's own pages: all athletes on one screen, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from analysis.selectors import roster
from athletes.models import RosterView, User
from athletes.services.roster_views import keep_view, remove_view
from config.core.errors import DataValidationError

MOST_WORDS = 80


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Filtered and sorted by the address, which can be kept under a name."""
    user = cast(User, request.user)
    everybody, chosen = roster.roster(user), _chosen(request.GET)
    rows = [row for row in everybody if chosen.get("q", "").lower() in row.athlete.called.lower()]
    if "only" in chosen:
        rows = [row for row in rows if roster.ONLY[chosen["only"]][1](row)]
    rows.sort(key=roster.SORTS[chosen.get("sort", "name")][1])
    context = {
        "rows": rows,
        "total": len(everybody),
        "waits": sum(row.waits for row in everybody),
        "chosen": chosen,
        "query": urlencode(chosen),
        "views": RosterView.objects.filter(owner=user),
        "filters": [(name, title) for name, (title, _) in roster.ONLY.items()],
        "sorts": [(name, title) for name, (title, _) in roster.SORTS.items()],
    }
    return render(request, "analysis/roster.html", context)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is shown under a name."""
    query = urlencode(_chosen(request.POST))
    try:
        view = keep_view(owner=cast(User, request.user), name=request.POST.get("name", ""), query=query)
    except DataValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Kept as “{view.name}”.")
    return redirect(f"{reverse('roster:index')}?{query}")


@login_required
@require_POST
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    remove_view(owner=cast(User, request.user), uid=uid)
    messages.success(request, "The view is removed. Nothing else has changed.")
    return redirect("roster:index")


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = roster.queue(cast(User, request.user))
    return render(request, "analysis/roster_queue.html", {"queue": found})


def _chosen(given: Mapping[str, str]) -> dict[str, str]:
    """Of what an address or a form names, what there is."""
    found = {
        "q": given.get("q", "").strip()[:MOST_WORDS],
        "only": given.get("only", "") if given.get("only") in roster.ONLY else "",
        "sort": given.get("sort", "") if given.get("sort") in roster.SORTS else "",
    }
    return {name: value for name, value in found.items() if value}
