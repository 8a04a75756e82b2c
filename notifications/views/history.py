"""What became of what a user was told outside the app."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.core.http import health_data
from notifications.channels.registry import CHANNELS
from notifications.kinds import IN_APP
from notifications.models import Delivery
from notifications.selectors import deliveries_of, history_entry, outcome_of, zone_of
from notifications.views.request import UserRequest

PER_PAGE = 50


@require_safe
@login_required
@health_data
def history(request: UserRequest) -> HttpResponse:
    """Deliveries to the user's addresses, the newest first; `channel` and `state` of the URL narrow them."""
    rows = deliveries_of(request.user)
    channel, state = request.GET.get("channel", ""), request.GET.get("state", "")
    if channel in CHANNELS:
        rows = rows.filter(address__channel=channel)
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [history_entry(delivery) for delivery in page],
        "channels": [each for name, each in CHANNELS.items() if name != IN_APP],
        "states": [(each, outcome_of(Delivery(state=each)).title) for each in Delivery.State.values],
        "channel": channel,
        "state": state,
        "is_narrowed": bool(channel or state),
        "time_zone": zone_of(request.user).key,
    }
    return render(request, "notifications/history.html", context)
