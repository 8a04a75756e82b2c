"""The athlete's page of coaches and followers: who may see what, until when, and who looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from athletes import selectors
from athletes.coaching_forms import LABELS, PRESETS, InviteForm, ScopesForm
from athletes.models import Athlete, CoachLink
from athletes.pages import athlete_page
from athletes.services import coaching
from athletes.views.invitation_mail import send_invitation
from config.core.errors import DataNotFoundError, DataValidationError

PAGE = "athletes/coaches.html"


@athlete_page(data="connections")
@require_http_methods(["GET", "HEAD", "POST"])
def coaches(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Lists, and invites."""
    _own(request, athlete)
    if request.method != "POST":
        preset = request.GET.get("preset", "training")
        scopes = PRESETS.get(preset, PRESETS["training"])[1]
        return render(request, PAGE, _context(athlete, InviteForm(athlete=athlete, scopes=scopes), preset))
    form = InviteForm(request.POST, athlete=athlete, scopes={})
    if form.is_valid():
        try:
            asked = coaching.invite(
                athlete=athlete,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                scopes=form.scopes,
                valid_until=form.valid_until,
            )
        except DataValidationError as error:
            form.add_error(None, error.message)
        else:
            send_invitation(asked, athlete.name or athlete.user.email)
            messages.success(request, f"{asked.invitation.email} was asked.")
            return redirect("athletes:coaches", athlete=request.athlete_ref)  # type: ignore[attr-defined]
    return render(request, PAGE, _context(athlete, form, ""), status=422)


@athlete_page(data="connections", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    link = _link(request, athlete, uid)
    last_day = link.valid_until.astimezone(athlete.zone).date() if link.valid_until else None
    form = ScopesForm(
        request.POST or None, athlete=athlete, scopes=link.scopes, initial={"last_day": last_day}
    )
    if form.is_valid():
        try:
            coaching.change_link(link=link, scopes=form.scopes, valid_until=form.valid_until, by=athlete.user)
        except DataValidationError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "This holds from now on.")
            return redirect(_page(request))
    status = 422 if form.is_bound else 200
    return render(request, "athletes/coach_change.html", {"link": link, "form": form}, status=status)


@athlete_page(data="connections", action="write")
@require_POST
def end(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    link = _link(request, athlete, uid)
    coaching.revoke(link=link, by=athlete.user)
    messages.success(request, f"{link.coach.email} sees nothing of yours any more.")
    return redirect(_page(request))


@athlete_page(data="connections", action="write")
@require_POST
def take_back(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    _own(request, athlete)
    row = selectors.open_invitations(athlete).filter(uid=uid).first()
    if row is None:
        raise DataNotFoundError("There is no such invitation, or it was answered.")
    coaching.withdraw(invitation=row, user=athlete.user)
    messages.success(request, "The invitation is worth nothing any more.")
    return redirect(_page(request))


def _context(athlete: Athlete, form: InviteForm, preset: str) -> dict[str, Any]:
    links = list(selectors.links_shown_to(athlete.user, athlete))
    for link in links:
        link.opened = [(LABELS[data][0], action) for data, action in link.scopes.items() if data in LABELS]
    reads = selectors.reads_shown_to(athlete.user, athlete)[: selectors.SHOWN_READS]
    return {
        "links": links,
        "invitations": selectors.open_invitations(athlete),
        "reads": [(read, LABELS[read.data_class][0]) for read in reads],
        "form": form,
        "presets": [(key, label) for key, (label, _) in PRESETS.items()],
        "preset": preset,
    }


def _own(request: HttpRequest, athlete: Athlete) -> None:
    """Nobody decides for an athlete, whatever classes are open to them."""
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError("There is no such athlete, or you may not see this.")


def _link(request: HttpRequest, athlete: Athlete, uid: UUID) -> CoachLink:
    _own(request, athlete)
    link: CoachLink | None = (
        selectors.links_shown_to(athlete.user, athlete)
        .filter(uid=uid, status=CoachLink.Status.ACTIVE)
        .first()
    )
    if link is None:
        raise DataNotFoundError("There is no such coach, or it has ended.")
    return link


def _page(request: HttpRequest) -> str:
    return reverse("athletes:coaches", args=[request.athlete_ref])  # type: ignore[attr-defined]
