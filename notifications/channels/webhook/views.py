"""Bringing and proving receivers, which works without a script."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from config.core.errors import AppException, DataValidationError
from config.core.http import health_data
from notifications.channels.page import connect_page
from notifications.channels.webhook.channel import CHANNEL
from notifications.channels.webhook.connecting import add_receiver, prove_receiver
from notifications.channels.webhook.forms import ReceiverForm
from notifications.models import Address, DataHook
from notifications.selectors import addresses_path
from notifications.services.data_hooks import set_data_hook
from notifications.views.request import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@health_data
def connect(request: UserRequest) -> HttpResponse:
    """The form; POST keeps a receiver, whose secret the page then shows."""
    form = ReceiverForm(request.POST) if request.method == "POST" else ReceiverForm()
    if request.method == "POST" and form.is_valid():
        try:
            add_receiver(user=request.user, **form.cleaned_data)
        except DataValidationError as error:
            form.add_error("url", error.message)
        else:
            messages.success(request, "Give your receiver its secret, then send it a test.")
            return redirect("notifications:webhook:connect")
    return connect_page(request, CHANNEL, form=form)


@require_POST
@login_required
def prove(request: UserRequest, uid: UUID) -> HttpResponse:
    """Send a test to a receiver; it is used once it has answered."""
    mine = Address.objects.filter(user=request.user, channel=CHANNEL.name).select_related("user__athlete")
    try:
        prove_receiver(address=get_object_or_404(mine, uid=uid))
    except AppException as error:
        messages.error(request, error.message)
        return redirect("notifications:webhook:connect")
    messages.success(request, "Your receiver answered. It is in use.")
    return redirect(addresses_path())


@require_POST
@login_required
def events(request: UserRequest, uid: UUID) -> HttpResponse:
    """Choose which changes of one's own data a receiver is told of; none ends it."""
    mine = Address.objects.filter(user=request.user, channel=CHANNEL.name, verified_at__isnull=False)
    address = get_object_or_404(mine, uid=uid)
    chosen, own = request.POST.getlist("events"), request.user.athlete
    try:
        if chosen:
            set_data_hook(user=request.user, address=address, athlete=own, events=chosen)
        else:
            DataHook.objects.filter(address=address, athlete=own).delete()
    except AppException as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Saved.")
    return redirect(addresses_path())
