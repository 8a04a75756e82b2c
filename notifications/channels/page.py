"""The page on which one channel is connected: its form, what was typed, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from notifications.channels.base import Channel
from notifications.views.request import UserRequest


def connect_page(request: UserRequest, channel: Channel, **given: Any) -> HttpResponse:
    """`given` replaces what the form shows by itself. Raises Http404 for a channel that is not offered."""
    if not channel.is_available():
        raise Http404
    connect = {**channel.form_context(request.user), **given}
    return render(request, "notifications/channels/page.html", {"channel": channel, "connect": connect})
