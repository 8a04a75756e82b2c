"""What mail programs and mail providers ask for; nobody of them can log in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.channels.email.events import heed, tracking_view
from notifications.channels.email.unsubscribing import wish_of
from notifications.kinds import IN_APP
from notifications.selectors import wanted_channels
from notifications.services.preferences import set_preferences


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; POST, as mail programs send it by themselves, stops these mails."""
    wish = wish_of(token)
    if wish is None:
        raise Http404
    if request.method == "POST":
        set_preferences(user=wish.address.user, wishes=wish.preferences)
    is_shown = all(IN_APP in wanted_channels(wish.address.user, kind) for kind in wish.kinds)
    context = {"wish": wish, "is_done": request.method == "POST", "is_shown_in_app": is_shown}
    return render(request, "notifications/unsubscribe.html", context)


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def events(request: HttpRequest) -> HttpResponse:
    """Bounces and complaints of the provider in use; a call that it did not sign is refused."""
    view = tracking_view()
    if view is None:
        raise Http404
    if request.method == "POST":
        view.run_validators(request)
        for event in view.parse_events(request):
            heed(event)
    return HttpResponse()
