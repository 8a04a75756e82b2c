"""Markers: the list with a form for a new one, and one of them."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from config.core.formatting import Units
from config.core.htmx import is_partial, template, toast
from config.core.ways import on_this_site
from metrics.forms.annotations import MarkerForm
from metrics.models import Annotation
from metrics.selectors.own_word import marker_or_404, markers
from metrics.services.annotations import (
    add_annotation,
    change_annotation,
    delete_annotation,
    end_annotation,
    restore_annotation,
)
from metrics.views.marker_words import marker_rows
from metrics.views.rights import may_write

PAGE, PART = "metrics/annotations.html", "metrics/_annotations.html"


@athlete_page(data="notes")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """All markers; `?deleted=<uid>` offers to bring one back. POST adds one."""
    if request.method != "POST":
        return template(request, PAGE, _context(request, athlete), part=PART)
    form = MarkerForm(request.POST, units=_units(athlete))
    if not _saved(form, lambda: add_annotation(athlete=athlete, **form.values)):
        return template(request, PAGE, _context(request, athlete, form=form), part=PART, status=422)
    return _answer(request, athlete, "The marker is saved.")


@athlete_page(data="notes", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """One marker as a form."""
    marker, units = marker_or_404(athlete, uid), _units(athlete)
    form = MarkerForm(request.POST, units=units) if request.method == "POST" else MarkerForm.of(marker, units)
    if request.method == "POST" and _saved(form, lambda: change_annotation(annotation=marker, **form.values)):
        return _answer(request, athlete, "The marker is saved.")
    context = {"athlete": athlete, "form": form, "marker": marker_or_404(athlete, uid)}
    status = 422 if request.method == "POST" else 200
    return render(request, "metrics/annotation_form.html", context, status=status)


@athlete_page(data="notes", action="write")
@require_POST
def end(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """ "I am well again": yesterday was the last day. Leads back to where it was said."""
    marker = marker_or_404(athlete, uid)
    try:
        end_annotation(annotation=marker)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_list(request))
    words = f"{marker.get_kind_display()}: it is over."
    if is_partial(request):
        return _answer(request, athlete, words)
    messages.success(request, words)
    return redirect(on_this_site(request, request.headers.get("Referer", "")) or _list(request))


@athlete_page(data="notes", action="write")
@require_POST
def delete(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Deletes; the list offers to bring it back."""
    marker = marker_or_404(athlete, uid)
    delete_annotation(annotation=marker)
    if is_partial(request):
        return template(request, PAGE, _context(request, athlete, deleted=marker), part=PART)
    return redirect(f"{_list(request)}?deleted={marker.uid}")


@athlete_page(data="notes", action="write")
@require_POST
def restore(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Brings back what was deleted."""
    try:
        restore_annotation(annotation=marker_or_404(athlete, uid, deleted=True))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_list(request))
    return _answer(request, athlete, "The marker is back.")


def _saved(form: MarkerForm, save: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        save()
    except ValidationError as error:
        form.add_errors(error)
        return False
    return True


def _answer(request: HttpRequest, athlete: Athlete, words: str) -> HttpResponse:
    if is_partial(request):
        return toast(template(request, PAGE, _context(request, athlete), part=PART), words)
    messages.success(request, words)
    return redirect(_list(request))


def _context(
    request: HttpRequest,
    athlete: Athlete,
    *,
    form: MarkerForm | None = None,
    deleted: Annotation | None = None,
) -> dict[str, Any]:
    today = athlete.today()
    return {
        "athlete": athlete,
        "today": today,
        "form": form or MarkerForm(units=_units(athlete), initial={"start": today}),
        "is_open": form is not None,
        "rows": marker_rows(markers(athlete), today, _units(athlete)),
        "deleted": deleted or _deleted(athlete, request.GET.get("deleted", "")),
        "may_write": may_write(request.user, athlete, "notes"),
    }


def _deleted(athlete: Athlete, uid: str) -> Annotation | None:
    try:
        return marker_or_404(athlete, UUID(uid), deleted=True)
    except (ValueError, DataNotFoundError):
        return None


def _list(request: HttpRequest) -> str:
    return reverse("metrics:markers", args=[request.athlete_ref])  # type: ignore[attr-defined]


def _units(athlete: Athlete) -> Units:
    return cast(Units, athlete.units)
