"""Keys for programs: which there are, a new one, and the end of one. About whoever is logged in alone."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.key_forms import KeyForm
from athletes.models import User
from athletes.scopes import SCOPES
from athletes.services.api_keys import make_key, revoke_key
from config.core.errors import DataValidationError

PAGE = "account:keys"


@login_required
@never_cache
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key with what it may do, the newest first; never the keys themselves."""
    user = cast(User, request.user)
    rows = [(key, [SCOPES[each] for each in key.scopes if each in SCOPES]) for key in user.api_keys.all()]
    return _page(request, "keys", {"rows": rows, "now": timezone.now()})


@login_required
@never_cache
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """The form; POST makes a key, which this answer alone shows."""
    user = cast(User, request.user)
    athlete = getattr(user, "athlete", None)
    today = athlete.today() if athlete else timezone.now().date()
    form = KeyForm(request.POST or None, today=today)
    if form.is_valid():
        try:
            key, text = make_key(
                user=user, name=form.cleaned_data["name"], scopes=form.scopes, days=form.days
            )
        except DataValidationError as error:
            form.add_error(None, error.message)
        else:
            return _page(request, "key_made", {"key": key, "text": text})
    return _page(request, "key_make", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """It opens nothing from now on; a second time changes nothing."""
    revoke_key(user=cast(User, request.user), uid=uid)
    messages.success(request, "This key opens nothing any more.")
    return redirect(PAGE)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    zone = getattr(getattr(request.user, "athlete", None), "time_zone", "UTC")
    return render(request, f"athletes/{name}.html", {"time_zone": zone, **context}, status=status)
