"""Who the athlete is."""

from __future__ import annotations

import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from athletes.forms import ProfileForm
from athletes.models import Athlete
from athletes.pages import athlete_page
from athletes.services import update_athlete
from athletes.views.context import profile_context


@athlete_page(data="profile")
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The athlete and their thresholds; `?change=<uid>` fills the form with a threshold there is."""
    if request.method != "POST":
        return render(request, "athletes/profile.html", profile_context(request, athlete))
    # The form writes into its instance, the service compares with what was there: so the form gets a copy.
    form = ProfileForm(request.POST, instance=copy.copy(athlete))
    if not form.is_valid():
        context = profile_context(request, athlete, form=form)
        return render(request, "athletes/profile.html", context, status=422)
    update_athlete(athlete=athlete, **form.cleaned_data)
    messages.success(request, "Saved. Numbers that depend on it are computed again.")
    return redirect("athletes:profile", request.athlete_ref)  # type: ignore[attr-defined]
