"""One activity: its page, its streams, and what can be changed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from athletes.access import athletes
from athletes.models import Athlete
from athletes.pages import athlete_page
from metrics.forms import ActivityEditForm
from metrics.models import Activity
from metrics.selectors.activities import activity_or_404
from metrics.selectors.charts import activity_chart
from metrics.selectors.details import activity_details
from metrics.services.activities import delete_activity, restore_activity, update_activity
from metrics.services.merging import undo_merge


@athlete_page(data="activities")
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    activity = activity_or_404(athlete, uid)
    if activity.merged_into is not None:
        return redirect("metrics:activity", request.athlete_ref, activity.merged_into.uid)  # type: ignore[attr-defined]
    return _page(request, activity, ActivityEditForm(instance=activity))


@athlete_page(data="activities", action="write")
@require_POST
def edit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    activity = activity_or_404(athlete, uid)
    form = ActivityEditForm(request.POST, instance=activity_or_404(athlete, uid))
    if not form.is_valid():
        return _page(request, activity, form, status=422)
    update_activity(activity=activity, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("metrics:activity", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="activities", action="write")
def delete(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Asks by name, then deletes; the message that follows can undo it."""
    activity = activity_or_404(athlete, uid)
    if request.method != "POST":
        return render(request, "metrics/activity_delete.html", {"activity": activity})
    delete_activity(activity=activity)
    return render(request, "metrics/activity_deleted.html", {"activity": activity})


@athlete_page(data="activities", action="write")
@require_POST
def restore(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    gone = get_object_or_404(Activity, athlete=athlete, uid=uid, deleted_at__isnull=False)
    restore_activity(activity=gone)
    messages.success(request, "The activity is back.")
    return redirect("metrics:activity", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="activities", action="write")
@require_POST
def unmerge(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    undo_merge(activity=activity_or_404(athlete, uid))
    messages.success(request, "The recordings are separate activities again.")
    return redirect("metrics:activity", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="activities")
def streams(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Columns for the charts; heart rate and places only for those who may see them."""
    activity = activity_or_404(athlete, uid)
    hidden = {
        data
        for data in ("heart", "places")
        if not athletes(request.user, data=data, action="read").filter(pk=athlete.pk).exists()
    }
    return JsonResponse(activity_chart(activity, units=athlete.units, hidden=hidden))


def _page(request: HttpRequest, activity: Activity, form: ActivityEditForm, status: int = 200) -> HttpResponse:
    context = {
        "activity": activity,
        "details": activity_details(activity),
        "form": form,
        "tile_url": settings.MAP_TILE_URL,
    }
    return render(request, "metrics/activity.html", context, status=status)
