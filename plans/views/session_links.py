"""Saying which activity a session was, or that it was none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError, DataValidationError
from metrics.models import Activity
from plans.forms.sessions import LinkForm
from plans.models import PlannedSession
from plans.selectors.sessions import activities_to_link, session_or_404
from plans.services.linking import link_activity, unlink_activity
from plans.views.calendar_cards import Viewer, done_card
from plans.views.revisions import revision_of
from plans.views.session_words import plain_day


@dataclass(frozen=True, slots=True)
class Linking:
    """The activity that the session was, "" for none, and a form with the others that it may have been.

    `is_said`: somebody decided that it was none, so that none is found by itself any more.
    """

    linked: str
    form: Form | None
    is_said: bool
    link_url: str
    unlink_url: str


def linking(session: PlannedSession, viewer: Viewer) -> Linking | None:
    """What can be said by who may write the plan and see activities; None when there is nothing to say."""
    if not viewer.may_write or "activities" not in viewer.classes:
        return None
    linked, others = session.activity, activities_to_link(session, viewer.today)
    if linked is None and not others:
        return None
    named = [(str(each.uid), _words(each, viewer)) for each in others]
    return Linking(
        linked=_words(linked, viewer) if linked else "",
        form=LinkForm(activities=named) if named else None,
        is_said=session.matched_by_person and linked is None,
        link_url=viewer.url("plans:session-link", uid=session.uid),
        unlink_url=viewer.url("plans:session-unlink", uid=session.uid),
    )


@athlete_page(data="plan", action="write")
@require_POST
def link(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Takes `activity`, the uid of one that the page offers."""
    session = _session(request, athlete, uid)
    offered = {str(each.uid): each for each in activities_to_link(session, athlete.today())}
    found = offered.get(request.POST.get("activity", ""))
    if found is None:
        messages.error(request, "Choose one of the activities around its day.")
        return _to(request, uid)
    act = partial(link_activity, activity=found)
    return _answer(request, session, act, f"“{found.title}” was this session.")


@athlete_page(data="plan", action="write")
@require_POST
def unlink(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    said = "It was something else. No activity is put beside this session by itself any more."
    return _answer(request, _session(request, athlete, uid), unlink_activity, said)


def _session(request: HttpRequest, athlete: Athlete, uid: UUID) -> PlannedSession:
    """Raises DataNotFoundError for who may not see activities: nothing is to be learnt of them here."""
    session = session_or_404(athlete, uid)
    if not granted(request.user, athlete, ["activities"]):
        raise DataNotFoundError
    return session


def _answer(
    request: HttpRequest, session: PlannedSession, act: Callable[..., object], said: str
) -> HttpResponse:
    revision = revision_of(request)
    try:
        act(session=session, user=cast(User, request.user), revision=revision)
    except DataValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return _to(request, session.uid)


def _words(activity: Activity, viewer: Viewer) -> str:
    """ "Wed 25 Nov: Morning run · 54 min · 10.1 km"."""
    done = done_card(activity, viewer)
    return f"{plain_day(activity.local_date.isoformat())}: {done.title} · {done.sums}"


def _to(request: HttpRequest, uid: UUID) -> HttpResponse:
    return redirect("plans:session", request.athlete_ref, uid)  # type: ignore[attr-defined]
