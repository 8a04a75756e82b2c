"""Files in: the drop zone, and what became of each file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseStopPolling

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from config.core.htmx import is_partial
from metrics.forms import UploadForm
from metrics.models import ImportBatch
from metrics.selectors.imports import batch_progress, recent_batches
from metrics.services.imports import create_batch


@athlete_page(data="activities", action="write")
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid():
            batch = create_batch(athlete=athlete, uploads=form.cleaned_data["files"])
            return redirect("metrics:import-batch", request.athlete_ref, batch.uid)  # type: ignore[attr-defined]
        status = 422
    else:
        status = 200
    context = {"form": form, "batches": recent_batches(athlete)}
    return render(request, "metrics/imports.html", context, status=status)


@athlete_page(data="activities")
def batch(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Progress while it runs, the summary after; polled by itself until it is finished."""
    found = ImportBatch.objects.filter(athlete=athlete, uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such import.")
    context = {"batch": found, "progress": batch_progress(found)}
    if not is_partial(request):
        return render(request, "metrics/import_batch.html", context)
    response = render(request, "metrics/_import_progress.html", context)
    return HttpResponseStopPolling(response.content) if found.finished_at else response
