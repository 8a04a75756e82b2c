"""What a user wants to be told, where, and when."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from config.core import dates
from config.core.http import health_data
from notifications.forms.timing import TimingForm
from notifications.models import Timing
from notifications.selectors import (
    current_timing,
    lacks_mail,
    missing_settings,
    places_of,
    preference_table,
    urgent_kinds,
    zone_of,
)
from notifications.services import preferences as service
from notifications.services.addresses import register_addresses
from notifications.services.timing import set_timing
from notifications.views.request import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@health_data
def preferences(request: UserRequest) -> HttpResponse:
    """The table of kinds and channels; POST saves all of it, a box that is not sent is off."""
    if request.method == "POST":
        wishes = {
            (row.kind.name, choice.channel): choice.field in request.POST
            for row in preference_table(request.user)
            if row.kind.may_be_switched_off
            for choice in row.choices
        }
        service.set_preferences(user=request.user, wishes=wishes)
        messages.success(request, "Saved.")
        return redirect("notifications:preferences")
    return _page(request, TimingForm(instance=current_timing(request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@health_data
def timing(request: UserRequest) -> HttpResponse:
    """Save the hours and the pause; the form is a part of the page of preferences."""
    if request.method != "POST":
        return redirect("notifications:preferences")
    form = TimingForm(request.POST, instance=current_timing(request.user))
    if form.is_valid():
        try:
            saved = set_timing(user=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(saved))
            return redirect(f"{reverse('notifications:preferences')}#hours")
    return _page(request, form, status=422)


@require_POST
@login_required
def resume(request: UserRequest) -> HttpResponse:
    """End a pause."""
    set_timing(user=request.user, paused_until=None)
    messages.success(request, "Messages leave again.")
    return redirect("notifications:preferences")


def _said(timing: Timing) -> str:
    if timing.paused_until:
        return f"Saved. Only what is urgent is sent until {dates.full_day(timing.paused_until)}."
    return "Saved. What waits leaves at your new hours."


def _page(request: UserRequest, form: TimingForm, status: int = 200) -> HttpResponse:
    register_addresses(user=request.user)
    places = places_of(request.user)
    context = {
        "table": preference_table(request.user),
        "urgent_kinds": urgent_kinds(),
        "form": form,
        "zone": zone_of(request.user),
        "pause": form.initial.get("paused_until"),
        "places": places,
        "lacks_mail": lacks_mail(places),
        "missing": missing_settings() if request.user.is_staff else [],
    }
    return render(request, "notifications/preferences.html", context, status=status)
