"""The list of messages, the bell, and the way from a message to what it is about."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.core.htmx import is_partial, template
from config.core.http import health_data
from notifications.selectors import messages_of, messages_to, unread_of
from notifications.services import inbox
from notifications.views.request import UserRequest
from notifications.wording import page_line

PER_PAGE = 30


@require_safe
@login_required
@health_data
def index(request: UserRequest) -> HttpResponse:
    """Messages of the user, the newest first; HTMX asks for the list alone when the bell has news."""
    page = Paginator(messages_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    entries = [(message, page_line(message)) for message in page]
    context = {"page": page, "entries": entries}
    return template(request, "notifications/list.html", context, part="notifications/_entries.html")


@require_safe
@login_required
@health_data
def bell(request: UserRequest) -> HttpResponse:
    """The bell, for HTMX, which asks every few seconds; nothing, where `seen` says that nothing is new.

    Anybody else sees the list.
    """
    if not is_partial(request):
        return redirect("notifications:list")
    if request.GET.get("seen") == unread_of(request.user).mark:
        return HttpResponse(status=204)
    response = render(request, "notifications/_bell.html")
    response["HX-Trigger"] = "notifications-changed"
    return response


@require_safe
@login_required
def open_message(request: UserRequest, uid: UUID) -> HttpResponse:
    """Mark a message as read, wherever it came, and go to what it is about."""
    message = get_object_or_404(messages_to(request.user), uid=uid)
    inbox.mark_read(message=message)
    return redirect(message.url)


@require_POST
@login_required
def read_all(request: UserRequest) -> HttpResponse:
    """Mark everything as read."""
    inbox.mark_all_read(user=request.user)
    return redirect("notifications:list")
