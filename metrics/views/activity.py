"""One activity: its page, its streams, and what can be changed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.http import conditional_health_data
from metrics.forms.activities import ActivityEditForm, RatingForm
from metrics.models import Activity
from metrics.selectors.activities import activity_or_404, deleted_or_404, whole_or_404
from metrics.selectors.activity_depth import activity_curve_chart
from metrics.selectors.charts import activity_chart
from metrics.selectors.places import sees_all_places
from metrics.services.activities import delete_activity, restore_activity, update_activity
from metrics.services.merging import undo_merge
from metrics.views.activity_page import activity_context
from metrics.views.rights import GUARDED, rights


@athlete_page(data="activities")
@require_safe
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """An arrival that was merged leads to the activity it is part of."""
    activity = activity_or_404(athlete, uid)
    if activity.merged_into is not None:
        return redirect("metrics:activity", request.athlete_ref, activity.merged_into.uid)  # type: ignore[attr-defined]
    return _page(request, athlete, activity)


@athlete_page(data="activities", action="write")
@require_POST
def edit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    activity, allowed = whole_or_404(athlete, uid), rights(request.user, athlete)
    # The form writes on its own instance, so that the page keeps the stored values beside what was typed.
    form = ActivityEditForm(
        request.POST, instance=whole_or_404(athlete, uid), with_note=allowed.may_write_notes
    )
    return _save(request, athlete, activity, form, {"form": form})


@athlete_page(data="activities", action="write")
@require_POST
def rate(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Effort and feel alone, right below the headline."""
    form = RatingForm(request.POST, instance=whole_or_404(athlete, uid), auto_id="rate_%s")
    return _save(request, athlete, whole_or_404(athlete, uid), form, {"rating_form": form})


@athlete_page(data="activities", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Asks by name, then deletes."""
    activity = whole_or_404(athlete, uid)
    if request.method != "POST":
        return render(request, "metrics/activity_delete.html", {"athlete": athlete, "activity": activity})
    delete_activity(activity=activity)
    return redirect("metrics:activity-deleted", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="activities", action="write")
@require_safe
def deleted(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Says that the activity is gone, and undoes it."""
    activity = deleted_or_404(athlete, uid)
    return render(request, "metrics/activity_deleted.html", {"athlete": athlete, "activity": activity})


@athlete_page(data="activities", action="write")
@require_POST
def restore(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    restore_activity(activity=deleted_or_404(athlete, uid))
    messages.success(request, "The activity is back.")
    return redirect("metrics:activity", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="activities", action="write")
@require_POST
def unmerge(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    undo_merge(activity=whole_or_404(athlete, uid))
    messages.success(request, "The recordings are separate activities again.")
    return redirect("metrics:activity", request.athlete_ref, uid)  # type: ignore[attr-defined]


@conditional_health_data
@athlete_page(data="activities")
@require_safe
def streams(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Columns for the charts; heart rate and places only for those who may see them."""
    activity = activity_or_404(athlete, uid)
    hidden = rights(request.user, athlete, shown=("heart", "places")).hidden
    with_zones = sees_all_places(request.user, athlete)
    return JsonResponse(activity_chart(activity, units=athlete.units, hidden=hidden, with_zones=with_zones))


@conditional_health_data
@athlete_page(data="activities")
@require_safe
def curve(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """This activity's curve beside the best of the 90 days before."""
    activity = activity_or_404(athlete, uid)
    allowed = rights(request.user, athlete, shown=("heart",))
    return JsonResponse(activity_curve_chart(activity, with_heart=allowed.sees_heart))


def _save(
    request: HttpRequest, athlete: Athlete, activity: Activity, form: RatingForm, forms: dict[str, RatingForm]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, athlete, activity, status=422, **forms)
    update_activity(activity=activity, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("metrics:activity", request.athlete_ref, activity.uid)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, athlete: Athlete, activity: Activity, status: int = 200, **forms: RatingForm
) -> HttpResponse:
    """The page with blank forms but for those given, which hold what was typed."""
    allowed = rights(request.user, athlete, shown=GUARDED)
    context = activity_context(activity, athlete, allowed)
    context |= {
        "form": ActivityEditForm(instance=activity, with_note=allowed.may_write_notes),
        "tile_url": settings.MAP_TILE_URL,
    }
    asks_below = "form" in forms and "rpe" in forms["form"].fields
    if activity.rpe is None and activity.feel is None and not asks_below:
        context["rating_form"] = RatingForm(instance=activity, auto_id="rate_%s")
    return render(request, "metrics/activity.html", context | forms, status=status)
