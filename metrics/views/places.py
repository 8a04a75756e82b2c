"""Hiding the place where an activity began."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from athletes.models import Athlete
from athletes.pages import athlete_page
from athletes.services.zones import add_zone
from config.core.errors import DataNotFoundError, DataValidationError
from metrics.selectors.activities import activity_or_404
from metrics.selectors.places import first_place

RADIUS_M = 500


@athlete_page(data="places", action="write")
@require_POST
def hide_start(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """For the athlete alone, whatever is open to whom."""
    activity = activity_or_404(athlete, uid)
    place = first_place(activity)
    if athlete.user_id != request.user.pk or place is None:
        raise DataNotFoundError("There is no place to hide here.")
    latitude_deg, longitude_deg = place
    name = f"Start of {activity.title}"[:60]
    try:
        add_zone(
            athlete=athlete,
            name=name,
            latitude_deg=latitude_deg,
            longitude_deg=longitude_deg,
            radius_m=RADIUS_M,
        )
    except DataValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Others see nothing within {RADIUS_M} m of there from now on.")
    return redirect("account:zones")
