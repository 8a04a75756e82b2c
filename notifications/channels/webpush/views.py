"""A browser comes and goes. Subscribing itself is the browser's, so these need its script."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from config.core.errors import AppException
from config.core.http import health_data
from notifications.channels.page import connect_page
from notifications.channels.webpush.channel import CHANNEL
from notifications.channels.webpush.subscribing import parsed, subscribe, unsubscribe
from notifications.selectors import addresses_path
from notifications.views.request import UserRequest


@require_safe
@login_required
@health_data
def connect(request: UserRequest) -> HttpResponse:
    """The button that switches messages on in this browser, or off."""
    return connect_page(request, CHANNEL)


@require_POST
@login_required
def start(request: UserRequest) -> HttpResponse:
    """Keep the subscription that the browser made."""
    try:
        subscription = parsed(request.POST.get("subscription", ""))
        subscribe(user=request.user, subscription=subscription, browser=request.headers.get("User-Agent", ""))
    except AppException as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "This browser shows your messages now.")
    return redirect(addresses_path())


@require_POST
@login_required
def stop(request: UserRequest) -> HttpResponse:
    """Forget the subscription that the browser has ended."""
    unsubscribe(user=request.user, endpoint=request.POST.get("endpoint", ""))
    messages.success(request, "This browser shows no messages any more.")
    return redirect(addresses_path())
