"""A page that waits for what Claude was asked a moment ago, and goes there by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from analysis.models import Analysis
from analysis.selectors.under_way import asked_since
from athletes.models import Athlete
from config.core.htmx import is_partial

PATIENCE = timedelta(minutes=3)
"""Longer than Claude has for an answer; what comes later comes as a message."""

type State = Literal["", "asked", "late", "draft"]


def waiting(request: HttpRequest, athlete: Athlete) -> State | HttpResponse:
    """How `?asked=SECONDS` stands, the way to the answer once it is there, or the part that is asked for."""
    since = _since(request)
    if since is None:
        return ""
    found = asked_since(athlete, since)
    if found is not None and found.status != Analysis.Status.DRAFT:
        url = reverse("analysis:analysis", kwargs={"athlete": request.athlete_ref, "uid": found.uid})  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url) if is_partial(request) else redirect(url)
    late: State = "late" if timezone.now() - since > PATIENCE else "asked"
    state: State = "draft" if found is not None else late
    return render(request, "analysis/_waiting.html", {"waits": state}) if is_partial(request) else state


def _since(request: HttpRequest) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(request.GET.get("asked", "")), UTC)
    except (OSError, OverflowError, ValueError):
        return None
