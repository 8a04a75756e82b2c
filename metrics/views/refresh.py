"""The athlete's refresh button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from athletes.models import Athlete
from athletes.pages import athlete_page
from metrics.services.refreshing import refresh_athlete


@athlete_page(data="load")
@require_POST
def refresh(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Forget what is cached, have everything stale computed again, and go back to where the button was."""
    refresh_athlete(athlete=athlete)
    messages.success(request, "Everything is read afresh.")
    back = request.META.get("HTTP_REFERER", "")
    allowed = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if allowed else "home")
