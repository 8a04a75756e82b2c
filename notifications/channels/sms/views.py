"""Bringing a number, and the calls that Twilio makes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from config.core.errors import AppException
from config.core.http import health_data
from notifications.channels.page import connect_page
from notifications.channels.sms.calls import heed_answer, heed_status, is_genuine
from notifications.channels.sms.channel import CHANNEL
from notifications.channels.sms.forms import NumberForm
from notifications.channels.sms.verifying import confirm, send_code
from notifications.models import Address
from notifications.selectors import addresses_path
from notifications.views.request import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@health_data
def connect(request: UserRequest) -> HttpResponse:
    """The form; POST sends a code to a number, for which the page then asks."""
    if not CHANNEL.is_available():
        raise Http404
    form = NumberForm(request.POST) if request.method == "POST" else NumberForm()
    if request.method == "POST" and form.is_valid():
        try:
            send_code(user=request.user, number=form.cleaned_data["number"])
        except AppException as error:
            form.add_error("number", error.message)
        else:
            messages.success(request, "A code is on its way to you.")
            return redirect("notifications:sms:connect")
    return connect_page(request, CHANNEL, form=form)


@require_POST
@login_required
def verify(request: UserRequest, uid: UUID) -> HttpResponse:
    """Put a number into use for its code."""
    mine = Address.objects.filter(user=request.user, channel=CHANNEL.name)
    try:
        confirm(address=get_object_or_404(mine, uid=uid), code=request.POST.get("code", ""))
    except AppException as error:
        messages.error(request, error.message)
        return redirect("notifications:sms:connect")
    messages.success(request, "Your number is in use.")
    return redirect(addresses_path())


def from_twilio(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let only calls through that Twilio signed."""

    @wraps(view)
    @csrf_exempt
    @require_POST
    def checked(request: HttpRequest) -> HttpResponse:
        if not CHANNEL.is_available() or not is_genuine(request):
            return HttpResponseForbidden()
        return view(request)

    return checked


@from_twilio
def status(request: HttpRequest) -> HttpResponse:
    """How a message ended."""
    given = request.POST
    heed_status(
        sid=given.get("MessageSid", ""),
        status=given.get("MessageStatus", ""),
        code=given.get("ErrorCode", ""),
    )
    return HttpResponse(status=204)


@from_twilio
def answer(request: HttpRequest) -> HttpResponse:
    """What somebody wrote back; Twilio itself answers to STOP and START."""
    given = request.POST
    word = given.get("OptOutType") or given.get("Body", "")
    heed_answer(number=given.get("From", ""), word=word, sid=given.get("MessageSid", ""))
    return HttpResponse("<Response/>", content_type="text/xml")
