"""The places that others do not see."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from athletes.models import Athlete
from athletes.privacy_forms import ZoneForm
from athletes.services.zones import add_zone, remove_zone
from config.core.errors import DataNotFoundError, DataValidationError


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def zones(request: HttpRequest) -> HttpResponse:
    """Lists, and adds."""
    athlete = _own(request)
    form = ZoneForm(request.POST or None)
    if form.is_valid():
        try:
            add_zone(athlete=athlete, **form.cleaned_data)
        except DataValidationError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Others see nothing around this place from now on.")
            return redirect("account:zones")
    context = {"here": "zones", "zones": athlete.privacy_zones.all(), "form": form}
    return render(request, "athletes/privacy_zones.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    zone = _own(request).privacy_zones.filter(uid=uid).first()
    if zone is None:
        raise DataNotFoundError("There is no such place.")
    remove_zone(zone=zone)
    messages.success(request, "Others who may see places see this one again.")
    return redirect("account:zones")


def _own(request: HttpRequest) -> Athlete:
    athlete = Athlete.objects.filter(user=request.user.pk).select_related("user").first()
    if athlete is None:
        raise DataNotFoundError("This account is no athlete.")
    return athlete
