"""Thresholds that efforts speak for: what they rest on, and the athlete's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.htmx import is_partial, template, toast
from metrics.selectors.proposals import VISIBLE_WITH, proposal_or_404
from metrics.services.proposals import accept_proposal, refuse_proposal
from metrics.views.proposal_page import proposals_context

PAGE, PART = "metrics/proposals.html", "metrics/_proposals.html"


@athlete_page(data="profile")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Only proposals whose evidence the viewer may see: activities, and heart for heart rates."""
    return template(request, PAGE, _context(request, athlete), part=PART)


@athlete_page(data="profile", action="write")
@require_POST
def accept(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    words = "The threshold is in force from the day of the effort. Loads since then follow within a minute."
    return _answer(request, athlete, uid, accept_proposal, words)


@athlete_page(data="profile", action="write")
@require_POST
def refuse(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    words = "The threshold stays as it is. You are asked again when the numbers clearly differ."
    return _answer(request, athlete, uid, refuse_proposal, words)


def _answer(
    request: HttpRequest, athlete: Athlete, uid: UUID, act: Callable[..., None], words: str
) -> HttpResponse:
    proposal = proposal_or_404(athlete, uid, _seen(request, athlete))
    act(proposal=proposal, user=cast(User, request.user))
    if is_partial(request):
        return toast(render(request, PART, _context(request, athlete)), words)
    messages.success(request, words)
    return redirect("metrics:proposals", request.athlete_ref)  # type: ignore[attr-defined]


def _context(request: HttpRequest, athlete: Athlete) -> dict[str, object]:
    context = proposals_context(athlete, _seen(request, athlete))
    context["may_write"] = bool(granted(request.user, athlete, ["profile"], action="write"))
    return context


def _seen(request: HttpRequest, athlete: Athlete) -> frozenset[str]:
    return granted(request.user, athlete, VISIBLE_WITH)
