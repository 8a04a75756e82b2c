"""The plan in other calendars: the address, and what is read there."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, RateLimitedError
from config.core.http import client_address, conditional_health_data
from config.core.ratelimit import hit
from plans.exports.ics import calendar
from plans.selectors.feed import feed_entries, feed_in_force
from plans.services.feeds import hashed, make_feed, read_feed, revoke_feed

READS, WRONG, WINDOW_S = 120, 60, 3_600
"""In an hour: how often one address may be read, and from how many wrong ones somebody is heard."""


@athlete_page(data="plan")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What a feed is and when it was last read. POST makes a new address, which this answer alone tells."""
    if request.method == "POST":
        _only_their_own(request, athlete)
        token = make_feed(athlete=athlete, user=cast(User, request.user))
        response = _page(request, athlete, _address(token))
        response.headers["Cache-Control"] = "private, no-store"
        return response
    return _page(request, athlete)


@athlete_page(data="plan", action="write")
@require_POST
def revoke(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    _only_their_own(request, athlete)
    if revoke_feed(athlete=athlete, user=cast(User, request.user)):
        messages.success(request, "The address leads nowhere now.")
    return redirect("plans:feed", request.athlete_ref)  # type: ignore[attr-defined]


@conditional_health_data
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """What calendars read: no login, since the address is the key. A wrong one is 404."""
    feed = read_feed(token=token)
    if feed is None:
        _hear(f"feed-wrong:{client_address(request)}", WRONG)
        raise DataNotFoundError
    _hear(f"feed:{hashed(token)}", READS)
    athlete = feed.athlete
    return HttpResponse(
        calendar(feed_entries(athlete), zone=athlete.zone),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="formline.ics"', "X-Robots-Tag": "noindex"},
    )


def _hear(key: str, most: int) -> None:
    allowance = hit(key, most, WINDOW_S)
    if not allowance.allowed:
        raise RateLimitedError(retry_after_s=allowance.retry_after_s)


def _only_their_own(request: HttpRequest, athlete: Athlete) -> None:
    """An address outlives a coach's permission, so that only the athlete may have one."""
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError


def _page(request: HttpRequest, athlete: Athlete, address: str = "") -> HttpResponse:
    context = {
        "athlete": athlete,
        "feed": feed_in_force(athlete),
        "address": address,
        "subscribe": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "is_own": athlete.user_id == request.user.pk,
    }
    return render(request, "plans/feed.html", context)


def _address(token: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("feed-ics", kwargs={"token": token})
