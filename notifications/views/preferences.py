"""What a user wants to be told, and where."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.core.http import health_data
from notifications.selectors import addresses_of, is_reached_by_mail, preference_table
from notifications.services import preferences as service
from notifications.views.request import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@health_data
def preferences(request: UserRequest) -> HttpResponse:
    """The table of kinds and channels; POST saves all of it, a box that is not sent is off."""
    table = preference_table(request.user)
    if request.method == "POST":
        wishes = {
            (row.kind.name, choice.channel): choice.field in request.POST
            for row in table
            if row.kind.may_be_switched_off
            for choice in row.choices
        }
        service.set_preferences(user=request.user, wishes=wishes)
        messages.success(request, "Saved.")
        return redirect("notifications:preferences")
    context = {
        "table": table,
        "addresses": addresses_of(request.user),
        "is_reached_by_mail": is_reached_by_mail(request.user),
    }
    return render(request, "notifications/preferences.html", context)


@require_POST
@login_required
def enable_address(request: UserRequest, uid: UUID) -> HttpResponse:
    """Use an address again that had refused a message."""
    service.enable_address(address=get_object_or_404(addresses_of(request.user), uid=uid))
    messages.success(request, "The address is in use again.")
    return redirect("notifications:preferences")
