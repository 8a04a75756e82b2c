"""The athlete's refresh button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import AppException
from config.core.ways import on_this_site
from metrics.selectors.connected import connections_of
from metrics.services.refreshing import refresh_athlete
from metrics.services.sync import request_sync
from metrics.views.rights import may_write


@athlete_page(data="load")
@require_POST
def refresh(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Ask Garmin for new days, have everything stale computed again, and go back to where the button was."""
    refresh_athlete(athlete=athlete)
    is_asked = may_write(request.user, athlete, "connections") and _ask_garmin(request, athlete)
    messages.success(
        request,
        "Garmin is asked for what is new. It appears here by itself."
        if is_asked
        else "Everything here is computed afresh.",
    )
    return redirect(on_this_site(request, request.headers.get("Referer", "")) or "home")


def _ask_garmin(request: HttpRequest, athlete: Athlete) -> bool:
    """Whether a connection is read now; what keeps one from it is said."""
    asked = []
    for connection in connections_of(athlete):
        try:
            asked.append(request_sync(connection))
        except AppException as error:
            messages.warning(request, error.message)
    return bool(asked)
