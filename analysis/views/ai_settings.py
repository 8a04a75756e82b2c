"""Whether and how Claude explains one's data, and word for word what it would be told."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analysis.forms import AIPreferencesForm
from analysis.gateway.keys import base_url
from analysis.gateway.state import why_unavailable
from analysis.selectors.preferences import preferences_of
from analysis.selectors.spend import answers_today, budget_of
from analysis.services import consent
from analysis.services.preparing import evidence_text
from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError


@athlete_page(data="analysis")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The switches; only the athlete's own, since it is their leave and their money."""
    _check_own(request, athlete)
    row = preferences_of(athlete)
    form = AIPreferencesForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        consent.change_preferences(athlete=athlete, by=athlete.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("analysis:ai-settings", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    context = {
        "athlete": athlete,
        "form": form,
        "preferences": preferences_of(athlete),
        "budget": budget_of(athlete),
        "answers_today": answers_today(athlete),
        "why_unavailable": why_unavailable(),
        "parts": [(title, [form[name] for name in names]) for title, names in AIPreferencesForm.PARTS],
        "model": settings.ANALYSIS_MODEL,
        "host": urlsplit(base_url()).netloc,
    }
    return render(request, "analysis/ai_settings.html", context, status=422 if form.errors else 200)


@athlete_page(data="analysis", action="write")
@require_POST
def agree(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    _check_own(request, athlete)
    consent.agree(athlete=athlete, by=athlete.user)
    messages.success(request, "Claude may explain your data from now on.")
    return redirect("analysis:ai-settings", athlete=request.athlete_ref)  # type: ignore[attr-defined]


@athlete_page(data="analysis", action="write")
@require_POST
def withdraw(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    _check_own(request, athlete)
    consent.withdraw(athlete=athlete, by=athlete.user, erases_chats="erases_chats" in request.POST)
    messages.success(request, "Nothing is sent any more, and what was sent is erased.")
    return redirect("analysis:ai-settings", athlete=request.athlete_ref)  # type: ignore[attr-defined]


@athlete_page(data="analysis")
@require_safe
def preview(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The evidence as it would be sent at this moment."""
    _check_own(request, athlete)
    context = {"athlete": athlete, "text": evidence_text(athlete=athlete)}
    return render(request, "analysis/evidence_text.html", context)


def _check_own(request: HttpRequest, athlete: Athlete) -> None:
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError
