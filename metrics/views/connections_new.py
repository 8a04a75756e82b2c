"""Connecting to Garmin: by key, by login with its code, and by tokens made at home."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseStopPolling

from athletes import services as connecting
from athletes.models import Athlete, Connection, ConnectionAttempt, User, Way
from athletes.pages import athlete_page
from config.core.errors import AppException, DataValidationError
from config.core.htmx import is_partial, template
from metrics.forms.connections import CodeForm, KeyForm, LoginForm, TokensForm
from metrics.selectors.attempts import attempt_or_404, shown_attempt
from metrics.selectors.connection_troubles import trouble_of_attempt
from metrics.views import typed_login
from metrics.views.rights import may_write

METHODS = ["GET", "HEAD", "POST"]


@sensitive_post_parameters("key")
@athlete_page(data="connections", action="write")
@require_http_methods(METHODS)
def key(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """How to create a key, and where to put it."""
    form = KeyForm(request.POST or None, athlete=athlete)
    if request.method == "POST" and form.is_valid():
        given = {"key": form.cleaned_data["key"], "expires_on": form.expires_on}
        return _begin(
            request, athlete, form, partial(connecting.connect_key, **given), "metrics/connection_key.html"
        )
    is_renewal = Connection.objects.for_athlete(athlete).filter(way=Way.KEY).exists()
    return _form_page(request, athlete, form, "metrics/connection_key.html", {"is_renewal": is_renewal})


@sensitive_post_parameters("password")
@athlete_page(data="connections", action="write")
@require_http_methods(METHODS)
def login(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Garmin's user name and password; the login itself runs behind the page that follows."""
    form = LoginForm(request.POST or None, initial=typed_login.recalled(request))
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("email", "password", "is_china")}
        begin = partial(connecting.start_login, **typed)
        response = _begin(request, athlete, form, begin, "metrics/connection_login.html")
        return typed_login.remember(request, response, typed)
    return _form_page(request, athlete, form, "metrics/connection_login.html")


@sensitive_post_parameters("tokens")
@athlete_page(data="connections", action="write")
@require_http_methods(METHODS)
def tokens(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """For networks that Garmin's login does not let in: tokens made on the athlete's own computer."""
    form = TokensForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"text": form.cleaned_data["tokens"], "is_china": form.cleaned_data["is_china"]}
        return _begin(
            request,
            athlete,
            form,
            partial(connecting.connect_tokens, **given),
            "metrics/connection_tokens.html",
        )
    return _form_page(request, athlete, form, "metrics/connection_tokens.html")


@sensitive_post_parameters("code")
@athlete_page(data="connections")
@require_http_methods(METHODS)
def attempt(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """How a login goes; asks for itself until it needs a code or has ended. A POST brings the code."""
    found = attempt_or_404(athlete, uid)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            connecting.give_code(attempt=found, code=form.cleaned_data["code"], by=cast(User, request.user))
        except AppException as error:
            form.add_error("code", error.message)
            found = attempt_or_404(athlete, uid)
        else:
            return _to_attempt(request, found)
    shown = shown_attempt(found)
    context = {
        "athlete": athlete,
        "each": shown,
        "form": form,
        "may_write": may_write(request.user, athlete, "connections"),
    }
    part, status = "metrics/_connection_attempt.html", 422 if form.is_bound else 200
    response = template(request, "metrics/connection_attempt.html", context, part=part, status=status)
    if is_partial(request) and not shown.is_working:
        response.status_code = HttpResponseStopPolling.status_code
    return response


def _form_page(
    request: HttpRequest, athlete: Athlete, form: Form, page: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"athlete": athlete, "form": form, **(more or {})}
    return render(request, page, context, status=422 if form.is_bound else 200)


def _begin(
    request: HttpRequest,
    athlete: Athlete,
    form: Form,
    connect: Callable[..., ConnectionAttempt],
    page: str,
) -> HttpResponse:
    """To the page that follows the attempt, or the form again with what is wrong and what to do."""
    try:
        attempt = connect(athlete=athlete, by=cast(User, request.user))
    except DataValidationError as error:
        for name, faults in error.fields.items():
            form.add_error(name, faults)
    except AppException as error:
        trouble = trouble_of_attempt(error.code, error.message)
        return _form_page(request, athlete, form, page, {"trouble": trouble})
    else:
        return _to_attempt(request, attempt)
    return _form_page(request, athlete, form, page)


def _to_attempt(request: HttpRequest, attempt: ConnectionAttempt) -> HttpResponse:
    return redirect("metrics:connection-attempt", request.athlete_ref, attempt.uid)  # type: ignore[attr-defined]
