"""The ways to Garmin: what stands, how it goes, and what can be done with it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseStopPolling

from athletes.access import granted
from athletes.models import Athlete, User, Way
from athletes.pages import athlete_page
from config.core.errors import AppException
from config.core.htmx import is_partial, template
from metrics.forms.connections import SettingsForm
from metrics.selectors.connections import (
    connection_or_404,
    open_attempts,
    shown_connection,
    shown_connections,
)
from metrics.selectors.external_calls import resting_services
from metrics.selectors.sync_runs import failed_activities, newest_export, recent_runs
from metrics.services import connections as services
from metrics.services.sync import request_sync
from metrics.views.rights import may_write


@athlete_page(data="connections")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The three ways, each with its state; looks again by itself while one of them is busy."""
    shown, attempts = shown_connections(athlete), open_attempts(athlete)
    context = {
        "athlete": athlete,
        "key": shown.get(Way.KEY),
        "login": shown.get(Way.LOGIN),
        "key_attempt": attempts.get(Way.KEY),
        "login_attempt": attempts.get(Way.LOGIN),
        "resting": resting_services() if shown else [],
        "may_write": may_write(request.user, athlete, "connections"),
        **_export(request, athlete),
    }
    response = template(request, "metrics/connections.html", context, part="metrics/_connections.html")
    if is_partial(request) and not any(each.is_busy for each in shown.values()):
        response.status_code = HttpResponseStopPolling.status_code
    return response


@athlete_page(data="connections")
@require_safe
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """One connection: what it does, its syncs, and the activities that could not be fetched."""
    connection = connection_or_404(athlete, uid)
    sees_activities = bool(granted(request.user, athlete, ["activities"]))
    context = {
        "athlete": athlete,
        "each": shown_connection(connection),
        "runs": recent_runs(connection),
        "failed": failed_activities(connection) if sees_activities else [],
        "may_write": may_write(request.user, athlete, "connections"),
    }
    return render(request, "metrics/connection.html", context)


@athlete_page(data="connections", action="write")
@require_POST
def sync(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Ask for the newest days now; the page that follows shows how it goes."""
    connection = connection_or_404(athlete, uid)
    try:
        request_sync(connection)
    except AppException as error:
        messages.error(request, error.message)
    return _back(request)


@athlete_page(data="connections", action="write")
@require_POST
def retry(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Have activities fetched again that could not be: the one named by `activity`, else all of them."""
    connection = connection_or_404(athlete, uid)
    try:
        count = services.retry_activities(connection=connection, external_id=request.POST.get("activity", ""))
    except AppException as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, f"{count} activit{'y is' if count == 1 else 'ies are'} fetched again.")
    return redirect("metrics:connection", request.athlete_ref, uid)  # type: ignore[attr-defined]


@athlete_page(data="connections", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """When it is read, how far back, and what may use it."""
    connection = connection_or_404(athlete, uid)
    # The form writes on its own instance, so that the service sees what was stored.
    form = SettingsForm(request.POST or None, instance=connection_or_404(athlete, uid))
    if request.method == "POST" and form.is_valid():
        services.change_connection(connection=connection, **form.cleaned_data)
        messages.success(request, "Saved.")
        return _back(request)
    context = {
        "athlete": athlete,
        "connection": connection,
        "each": shown_connection(connection),
        "form": form,
    }
    return render(request, "metrics/connection_settings.html", context, status=422 if form.is_bound else 200)


@athlete_page(data="connections", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Asks by name, then erases the secret."""
    connection = connection_or_404(athlete, uid)
    if request.method != "POST":
        context = {"athlete": athlete, "connection": connection, "each": shown_connection(connection)}
        return render(request, "metrics/connection_disconnect.html", context)
    services.disconnect(connection=connection, by=cast(User, request.user))
    messages.success(request, "Disconnected. The secret is erased; your data stay.")
    return _back(request)


def _export(request: HttpRequest, athlete: Athlete) -> dict[str, Any]:
    """The newest export that was read, for those who may see imports."""
    if not granted(request.user, athlete, ["activities"]):
        return {"sees_imports": False, "export": None}
    return {"sees_imports": True, "export": newest_export(athlete)}


def _back(request: HttpRequest) -> HttpResponse:
    return redirect("metrics:connections", request.athlete_ref)  # type: ignore[attr-defined]
