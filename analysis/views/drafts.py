"""What Claude wrote and a coach reads before the athlete: change its words, let it through, set it aside."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analysis.models import Analysis
from analysis.selectors.analyses import with_pack
from analysis.selectors.reviews import draft_or_404, drafts, has_decided, link_to_read_first, review_of
from analysis.services import reviews
from analysis.services.reviews import HEADLINE, Edit
from analysis.views.evidence import evidence_rows
from athletes.access import Action, granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from config.core.ways import back_of

APPROVED, REJECTED = Analysis.Review.APPROVED, Analysis.Review.REJECTED


@athlete_page(data="analysis")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The drafts that wait for this coach, the oldest first."""
    context = {
        "athlete": athlete,
        "drafts": drafts(athlete, _user(request)),
        "link": link_to_read_first(athlete, _user(request)),
    }
    return render(request, "analysis/drafts.html", context)


@athlete_page(data="analysis", action="write")
@require_POST
def read_first(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Ask to read what Claude writes before the athlete does, or stop asking."""
    link = link_to_read_first(athlete, _user(request))
    if link is None:
        raise DataNotFoundError("Only a coach who may write analyses can read them first.")
    is_wanted = "wanted" in request.POST
    reviews.read_first(link=link, is_wanted=is_wanted)
    said = "What Claude writes waits for you from now on." if is_wanted else "Nothing waits for you any more."
    messages.success(request, said)
    return redirect("analysis:drafts", athlete=request.athlete_ref)  # type: ignore[attr-defined]


@athlete_page(data="analysis")
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """One draft; posted to, its sentences change, all or none."""
    action: Action = "write" if request.method == "POST" else "read"
    draft = draft_or_404(athlete, _user(request), uid, action=action)
    faults: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            edits = _edits(request, draft)
            edited = reviews.edit_draft(draft=draft, user=_user(request), edits=edits)
        except DataValidationError as refusal:
            faults = cast(Any, refusal.fields) or {HEADLINE + ".0": [refusal.message]}
        else:
            _say_saved(request, draft, edited, edits)
            return redirect("analysis:draft", athlete=request.athlete_ref, uid=uid)  # type: ignore[attr-defined]
    context = _context(request, athlete, draft, faults)
    return render(request, "analysis/draft.html", context, status=422 if faults else 200)


def _say_saved(request: HttpRequest, draft: Analysis, edited: Analysis, edits: list[Edit]) -> None:
    emptied = {edit.place for edit in edits if not edit.template.strip()}
    kept = {each["id"] for each in edited.body["recommendations"]}
    gone = {each["id"] for each in draft.body["recommendations"]} - kept - emptied
    if gone:
        named = ", ".join(sorted(gone))
        messages.warning(request, f"Saved. Advice {named} rested on what you took out alone, so it went too.")
    else:
        messages.success(request, "Saved. The athlete reads it once you let it through.")


@athlete_page(data="analysis", action="write")
@require_POST
def approve(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    return _decided(request, athlete, uid, approves=True)


@athlete_page(data="analysis", action="write")
@require_POST
def reject(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    return _decided(request, athlete, uid, approves=False)


def _decided(request: HttpRequest, athlete: Athlete, uid: UUID, *, approves: bool) -> HttpResponse:
    user = _user(request)
    decide = reviews.approve_draft if approves else reviews.reject_draft
    try:
        decide(draft=draft_or_404(athlete, user, uid, action="write"), user=user)
    except DataNotFoundError:
        if not has_decided(athlete, user, uid, APPROVED if approves else REJECTED):
            raise
    except DataValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            "Let through: the athlete can read it."
            if approves
            else "Set aside: the athlete reads the rules instead.",
        )
    if back := back_of(request):
        return redirect(back)
    return redirect("analysis:drafts", athlete=request.athlete_ref)  # type: ignore[attr-defined]


def _edits(request: HttpRequest, draft: Analysis) -> list[Edit]:
    """The sentences whose words differ from those that stand."""
    return [
        Edit(place, number, request.POST[name])
        for name, place, number, claim in _sentences(draft.body)
        if name in request.POST and " ".join(request.POST[name].split()) != claim["template"]
    ]


def _context(
    request: HttpRequest, athlete: Athlete, draft: Analysis, faults: dict[str, list[str]]
) -> dict[str, Any]:
    behind = {each["id"]: ", ".join(each["finding_ids"]) for each in draft.body["recommendations"]}
    sentences = [
        {
            "name": name,
            "label": _label(place),
            "behind": behind.get(place, ""),
            "claim": claim,
            "typed": request.POST.get(name, claim["template"]) if faults else claim["template"],
            "fault": next(iter(faults.get(name, [])), ""),
        }
        for name, place, _, claim in _sentences(draft.body)
    ]
    shown = with_pack(draft, is_current=True)
    return {
        "athlete": athlete,
        "row": draft,
        "analysis": shown,
        "sentences": sentences,
        "review": review_of(draft),
        "evidence": evidence_rows(shown["pack"])[0],
        "may_write": bool(granted(request.user, athlete, ["analysis"], action="write")),
    }


def _sentences(body: dict[str, Any]) -> list[tuple[str, str, int, dict[str, Any]]]:
    """Each sentence that can be changed: the name of its field, its part, its number there, and itself."""
    parts = [(HEADLINE, [body["headline"]])]
    parts += [(each["id"], each["claims"]) for each in (*body["findings"], *body["recommendations"])]
    return [
        (f"{place}.{number}", place, number, claim)
        for place, claims in parts
        for number, claim in enumerate(claims)
    ]


def _label(place: str) -> str:
    if place == HEADLINE:
        return "Headline"
    return f"{'Finding' if place.startswith('F') else 'Advice'} {place}"


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
