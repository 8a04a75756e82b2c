"""What somebody may do about their own data: take it along, have it erased, see who got what.

Everything here is about whoever is logged in; no address names anybody else.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.downloads import export_file
from athletes.models import ErasureRequest, User
from athletes.partners import partner_grants
from athletes.people import names_of, person
from athletes.privacy_forms import EraseForm
from athletes.services import data_exports, erasure
from config.core import audit_words, parties, quotas, retention
from config.core.errors import RateLimitedError

PAGE, EVENTS = "account:privacy", 50


@login_required
@never_cache
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Export, erasure, and how long each kind of data is kept."""
    user = cast(User, request.user)
    context = {
        "exports": user.data_exports.all()[:5],
        "erasure": ErasureRequest.objects.filter(user=user).first(),
        "rules": [(rule.title, retention.keep_days(rule)) for rule in retention.RULES.values()],
        "grace_days": erasure.GRACE.days,
        "uses": quotas.uses(person(user)),
    }
    return _page(request, "privacy", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    try:
        data_exports.ask_export(user=cast(User, request.user))
    except RateLimitedError:
        messages.error(request, "There were enough exports for one day. Go on tomorrow.")
    else:
        messages.success(request, "Your export is being made. You are told when it is ready.")
    return redirect(PAGE)


@login_required
@never_cache
@reauthentication_required(allow_get=False)
@require_safe
def download(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The zip, for its owner alone, as long as it is there."""
    return export_file(request, user=cast(User, request.user), uid=uid)


@login_required
@never_cache
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Says what goes, asks for the address, then sets the day."""
    user = cast(User, request.user)
    form = EraseForm(request.POST or None, user=user)
    if form.is_valid():
        row = erasure.ask_erasure(user=user)
        messages.success(
            request, f"Everything will be erased on {row.due_at:%d %B %Y}, unless you take it back."
        )
        return redirect(PAGE)
    context = {"form": form, "grace_days": erasure.GRACE.days}
    return render(request, "athletes/privacy_erase.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    if erasure.withdraw_erasure(user=cast(User, request.user)):
        messages.success(request, "Nothing will be erased.")
    return redirect(PAGE)


@login_required
@never_cache
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """Everybody outside who is contacted in this person's name, and what they get."""
    user = cast(User, request.user)
    context = {"contacts": parties.contacts(person(user)), "grants": partner_grants(user)}
    return _page(request, "outside", context)


@login_required
@never_cache
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Who did what to whose data; `?about=consent` is the log of consent."""
    whom, about = person(cast(User, request.user)), request.GET.get("about", "")
    page = Paginator(audit_words.events_of(whom, about), EVENTS).get_page(request.GET.get("page"))
    kinds = [("", "Everything"), *((key, label) for key, (label, _) in audit_words.ABOUT.items())]
    told = audit_words.in_words(page.object_list, whom, names_of)
    return _page(request, "record", {"page": page, "told": told, "kinds": kinds, "about": about})


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    zone = getattr(getattr(request.user, "athlete", None), "time_zone", "UTC")
    return render(request, f"athletes/privacy_{name}.html", {"here": name, "time_zone": zone, **context})
