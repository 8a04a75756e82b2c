"""What a sync did, and what was asked of Garmin."""

from __future__ import annotations

from collections import defaultdict
from datetime import MAXYEAR, MINYEAR, date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseStopPolling

from athletes.models import Athlete, Connection
from athletes.pages import athlete_page
from config.core.htmx import is_partial, template
from metrics.models import SyncRun
from metrics.selectors.connection_troubles import Trouble, trouble_of_sync
from metrics.selectors.connections import amounts_of
from metrics.selectors.endpoint_words import endpoint_words
from metrics.selectors.external_calls import EndpointTotal, calls_of, day_totals, endpoint_totals
from metrics.selectors.sync_progress import step_of, took_s
from metrics.selectors.sync_runs import run_or_404, warnings_of

PAGE_SIZE = 50
BY_WAY = {"garmin_key": ", by key", "garmin_login": ", by login"}


@athlete_page(data="connections")
@require_safe
def run(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """One sync: its counts while it runs, what it came to after; asks for itself until it has ended."""
    found = run_or_404(athlete, uid)
    amounts, history = amounts_of(found)
    context = {
        "athlete": athlete,
        "run": found,
        "connection": found.connection,
        "amounts": amounts,
        "with_older_days": bool(history and not history.is_done and found.reason != SyncRun.Reason.HISTORY),
        "step": step_of(found),
        "warnings": warnings_of(found),
        "trouble": _trouble(found),
        "took_s": took_s(found),
    }
    response = template(request, "metrics/connection_run.html", context, part="metrics/_connection_run.html")
    if is_partial(request) and not found.is_open:
        response.status_code = HttpResponseStopPolling.status_code
    return response


@athlete_page(data="connections")
@require_safe
def calls(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Every request to Garmin; `?day=` and `?kind=` show those of one day and of one kind."""
    on, operation = _day(request.GET.get("day", "")), request.GET.get("kind", "")
    page = Paginator(calls_of(athlete, on=on, operation=operation), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "athlete": athlete,
        "page": page,
        "calls": [(call, endpoint_words(call.operation)) for call in page],
        "days": day_totals(athlete),
        "kinds": _kinds(athlete),
        "on": on,
        "kind": endpoint_words(operation) if operation else "",
    }
    return render(request, "metrics/connection_calls.html", context)


def _kinds(athlete: Athlete) -> list[tuple[EndpointTotal, str]]:
    """Sums with their words; where both ways have the same words, also by which of them."""
    totals = [(total, endpoint_words(total.operation)) for total in endpoint_totals(athlete)]
    ways: dict[str, set[str]] = defaultdict(set)
    for total, words in totals:
        ways[words] |= {total.service} & BY_WAY.keys()
    return [
        (total, words + BY_WAY.get(total.service, "") if len(ways[words]) > 1 else words)
        for total, words in totals
    ]


def _trouble(run: SyncRun) -> Trouble | None:
    """What stopped it or lets it wait; nothing once it is done."""
    if run.state in (SyncRun.State.RUNNING, SyncRun.State.DONE):
        return None
    needs_athlete = run.connection.state == Connection.State.RECONNECT and not run.is_open
    return trouble_of_sync(
        run.error_code, run.error_message, way=run.connection.way, needs_athlete=needs_athlete
    )


def _day(text: str) -> date | None:
    """A day of which there can be calls; beyond, no instants are left for where it begins and ends."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if MINYEAR < day.year < MAXYEAR else None
