"""One session as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from athletes.access import granted
from athletes.models import Athlete
from athletes.pages import athlete_page
from metrics.selectors.thresholds import ThresholdBook
from plans.exports.fit import workout_fit
from plans.exports.ics import calendar
from plans.exports.planned import Planned
from plans.exports.text import workout_text
from plans.exports.zwo import workout_zwo
from plans.selectors.exports import planned_of
from plans.selectors.feed import session_entry
from plans.selectors.sessions import session_or_404


@athlete_page(data="plan")
@require_safe
def session_ics(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """The session as one event, of the same name as in the feed."""
    session = session_or_404(athlete, uid)
    sees_done = bool(granted(request.user, athlete, ["activities"]))
    content = calendar([session_entry(athlete, session, sees_done=sees_done)], zone=athlete.zone)
    return _file(content, f"formline-{session.day.isoformat()}.ics", "text/calendar; charset=utf-8")


@athlete_page(data="plan")
@require_safe
def session_fit(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    planned = _planned(request, athlete, uid)
    return _file(workout_fit(planned), planned.file_name("fit"), "application/vnd.ant.fit")


@athlete_page(data="plan")
@require_safe
def session_zwo(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Answers 422 by name for what Zwift has no words for."""
    planned = _planned(request, athlete, uid)
    return _file(workout_zwo(planned), planned.file_name("zwo"), "application/xml; charset=utf-8")


@athlete_page(data="plan")
@require_safe
def session_text(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    planned = _planned(request, athlete, uid)
    return _file(workout_text(planned).encode(), planned.file_name("txt"), "text/plain; charset=utf-8")


def _planned(request: HttpRequest, athlete: Athlete, uid: UUID) -> Planned:
    """Without the numbers of targets for who may not see the athlete's thresholds."""
    classes = granted(request.user, athlete, ["profile"])
    return planned_of(session_or_404(athlete, uid), ThresholdBook(athlete), classes)


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
