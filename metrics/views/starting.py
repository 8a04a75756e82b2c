"""The numbers that give activities their load: asked for where they are missing, or put off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from config.core.htmx import is_partial, template
from metrics.forms import StartingForm
from metrics.selectors.starting import StartingValues, lacking, starting_values
from metrics.services.starting import save_starting_values
from metrics.views.rights import may_complete

PAGE, PART = "metrics/starting.html", "metrics/_starting_panel.html"
NOT_NOW, NOT_TODAY = timedelta(days=30), timedelta(days=1)
NOTHING: dict[str, Any] = {"starting": None, "starting_form": None}


@athlete_page(data="profile", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The panel, as a page or as a part; POST takes its numbers, or with `later` puts it off for 30 days."""
    allowed = may_complete(request.user, athlete)
    if request.method == "POST":
        if not allowed:
            raise DataNotFoundError("There is no such athlete, or you may not see this.")
        return _put_off(request, athlete) if "later" in request.POST else _save(request, athlete)
    hidden = not allowed or (is_partial(request) and _is_put_off(request, athlete))
    context = NOTHING if hidden else _panel(request, athlete)
    return template(request, PAGE, {"athlete": athlete, **context}, part=PART)


def starting_offer(
    request: HttpRequest,
    athlete: Athlete,
    found: Mapping[str, Any] | None = None,
    *,
    allowed: bool | None = None,
) -> dict[str, Any]:
    """What a page needs to ask for missing numbers: `starting` as counts, None when there is nothing to ask.

    `starting_form` is there while no activity has a load that was measured; later a line
    that leads to it is enough.
    `found` is what `metrics.selectors.starting.lacking` said, `allowed` whether the viewer may complete it,
    when the page knows already.
    """
    found = lacking(athlete) if found is None else found
    if not found["missing"] or _is_put_off(request, athlete):
        return NOTHING
    if not (may_complete(request.user, athlete) if allowed is None else allowed):
        return NOTHING
    return {"starting": found, "starting_form": None} if found["measured"] else _panel(request, athlete)


def _panel(request: HttpRequest, athlete: Athlete, form: StartingForm | None = None) -> dict[str, Any]:
    found = form.found if form else _readable(request, athlete)
    if not found.missing:
        return NOTHING
    return {"starting": found, "starting_form": form or StartingForm(athlete=athlete, found=found)}


def _readable(request: HttpRequest, athlete: Athlete) -> StartingValues:
    """What is missing, without suggestions from data that the viewer may not see."""
    found = starting_values(athlete)
    seen = granted(request.user, athlete, {each.data_class for each in found.suggestions.values()})
    readable = {name: each for name, each in found.suggestions.items() if each.data_class in seen}
    return replace(found, suggestions=readable)


def _save(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    found = _readable(request, athlete)
    form = StartingForm(request.POST, athlete=athlete, found=found)
    if not (form.is_valid() and _is_saved(athlete, form)):
        context = {"athlete": athlete, **_panel(request, athlete, form)}
        return template(request, PAGE, context, part=PART, status=422)
    messages.success(request, "Your activities are being measured. Their loads follow within a minute.")
    page = "analysis:today" if athlete.user_id == request.user.pk else "metrics:activities"
    response = redirect(page, request.athlete_ref)  # type: ignore[attr-defined]
    if set(found.missing) - set(form.values):
        _remember(request, response, athlete, NOT_TODAY)
    return response


def _is_saved(athlete: Athlete, form: StartingForm) -> bool:
    try:
        save_starting_values(athlete=athlete, values=form.values)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _put_off(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    back = request.META.get("HTTP_REFERER", "")
    allowed = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    is_own_page = back.endswith(request.path)
    response = redirect(back if allowed and not is_own_page else "home")
    _remember(request, response, athlete, NOT_NOW)
    return response


def _remember(request: HttpRequest, response: HttpResponse, athlete: Athlete, how_long: timedelta) -> None:
    response.set_cookie(
        _cookie(athlete),
        "later",
        max_age=how_long,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _is_put_off(request: HttpRequest, athlete: Athlete) -> bool:
    return _cookie(athlete) in request.COOKIES


def _cookie(athlete: Athlete) -> str:
    return f"starting-{athlete.uid.hex}"
