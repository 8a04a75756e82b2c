"""What later analyses know because somebody said so: read, added to, changed and forgotten."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from analysis.models import Memory
from analysis.services import memories
from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError


@athlete_page(data="notes")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Everything that is remembered; a sentence posted here is remembered too."""
    error, text = "", request.POST.get("text", "")
    if request.method == "POST":
        try:
            memories.remember(athlete=athlete, user=request.user, text=text)  # type: ignore[arg-type]
        except DataValidationError as refusal:
            error = refusal.message
        else:
            return _back(request)
    kept = Memory.objects.for_athlete(athlete)
    context = {
        "athlete": athlete,
        "memories": kept.alive().confirmed(),
        "forgotten": _forgotten(athlete, request.GET.get("forgotten", "")),
        "error": error,
        "text": text,
        "may_write": bool(granted(request.user, athlete, ["notes"], action="write")),
    }
    return render(request, "analysis/memory.html", context, status=422 if error else 200)


@athlete_page(data="notes", action="write")
@require_POST
def change(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        memories.change_memory(memory=_own(athlete, uid), user=cast(User, request.user), text=text)
    except DataValidationError as refusal:
        messages.error(request, refusal.message)
    return _back(request)


@athlete_page(data="notes", action="write")
@require_POST
def forget(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    memories.forget(memory=_own(athlete, uid))
    return _back(request, f"?forgotten={uid}")


@athlete_page(data="notes", action="write")
@require_POST
def recall(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    memories.recall(memory=_own(athlete, uid))
    return _back(request)


def _forgotten(athlete: Athlete, uid: str) -> Memory | None:
    """What was forgotten a moment ago, so that it can be taken back."""
    try:
        name = UUID(uid)
    except ValueError:
        return None
    found: Memory | None = Memory.objects.for_athlete(athlete).filter(uid=name).first()
    return found


def _own(athlete: Athlete, uid: UUID) -> Memory:
    found = Memory.objects.for_athlete(athlete).filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError
    return found


def _back(request: HttpRequest, query: str = "") -> HttpResponse:
    response = redirect("analysis:memory", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    response["Location"] += query
    return response
