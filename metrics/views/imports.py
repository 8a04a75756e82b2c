"""Files in: the drop zone, and what became of each file."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseStopPolling

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from config.core.htmx import is_partial, template
from metrics.forms import UploadForm
from metrics.models import ImportBatch
from metrics.selectors.exports import DATA_CLASSES
from metrics.selectors.imports import batch_progress, may_send_files, recent_batches
from metrics.services.imports import create_batch
from metrics.views.starting import starting_offer


@athlete_page(data="activities")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Recent imports for all who may see activities; the drop zone for who may change all that files hold."""
    sent, user = request.method == "POST", cast(User, request.user)
    may_send = may_send_files(user, athlete)
    if sent and not may_send:
        raise DataNotFoundError("Files hold more than is open to you here.")
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        batch = create_batch(athlete=athlete, uploads=form.cleaned_data["files"])
        return redirect("metrics:import-batch", request.athlete_ref, batch.uid)  # type: ignore[attr-defined]
    context = {
        "athlete": athlete,
        "form": form,
        "batches": recent_batches(athlete),
        "may_send": may_send,
    }
    return render(request, "metrics/imports.html", context, status=422 if sent else 200)


@athlete_page(data="activities")
@require_safe
def batch(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Progress while it runs, the summary after; polled by itself until it is finished."""
    found = ImportBatch.objects.filter(athlete=athlete, uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such import.")
    progress = batch_progress(found)
    context = {"athlete": athlete, "batch": found, "progress": progress}
    if progress.exports:
        context["classes"] = granted(request.user, athlete, DATA_CLASSES)
    if found.finished_at:
        context |= starting_offer(request, athlete)
    response = template(request, "metrics/import_batch.html", context, part="metrics/_import_progress.html")
    if found.finished_at and is_partial(request):
        response.status_code = HttpResponseStopPolling.status_code
    return response
