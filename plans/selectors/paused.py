"""Which sessions a marker of illness or injury stops, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from athletes.models import Athlete
from metrics.models import Annotation
from plans.engine.adapt import Marker
from plans.engine.adapt.pausing import Pause, pause_of
from plans.models import PlannedSession
from plans.models.session import PlannedSessionQuerySet
from plans.selectors.body import MARKERS, as_marker, markers

LOOK_BACK = timedelta(days=91)
LATEST = "latest_marker"


def with_marker(rows: PlannedSessionQuerySet) -> PlannedSessionQuerySet:
    """The sessions with the athlete's marker that ends last, so that `pause` need not ask for it."""
    known = Annotation.objects.filter(athlete=OuterRef("athlete"), kind__in=MARKERS, deleted_at=None)
    latest = known.order_by(F("end").desc(nulls_first=True), "-start", "pk")
    values = latest.values(found=JSONObject(kind="kind", start="start", end="end"))[:1]
    return rows.annotate(**{LATEST: Subquery(values, output_field=JSONField())})


def pause(session: PlannedSession, today: date) -> Pause | None:
    """What stops a session of `with_marker`; of one that is settled nothing does."""
    found: Mapping[str, Any] | None = getattr(session, LATEST)
    known = [] if found is None else [_marker(found)]
    return _pause(session, known, today)


def pauses(athlete: Athlete, sessions: Iterable[PlannedSession], known: Iterable[Marker]) -> dict[int, Pause]:
    """By primary key, what stops these sessions; `known` are the markers of the last months."""
    today, given = athlete.today(), tuple(known)
    found = {each.pk: _pause(each, given, today) for each in sessions}
    return {key: each for key, each in found.items() if each is not None}


def recent_markers(athlete: Athlete) -> tuple[Marker, ...]:
    """Those that may stop a session of today or later: one query."""
    today = athlete.today()
    return markers(athlete, today - LOOK_BACK, today + timedelta(days=1))


def kept_sessions(athlete: Athlete, touched: Iterable[str]) -> list[PlannedSession]:
    """Sessions that are stopped and that no proposed change is about, by day: two queries.

    Today's, and what a person made, moved or locked: they are not ours to change. `touched` are uids.
    """
    known = recent_markers(athlete)
    if not known:
        return []
    rows = PlannedSession.objects.for_athlete(athlete).shown().open().filter(day__gte=athlete.today())
    ahead = list(rows.exclude(uid__in=list(touched)).order_by("day", "slot"))
    stopped = pauses(athlete, ahead, known)
    return [each for each in ahead if each.pk in stopped]


def _pause(session: PlannedSession, known: Iterable[Marker], today: date) -> Pause | None:
    if session.state != PlannedSession.State.PLANNED:
        return None
    is_intense = session.hard or session.z2_min + session.z3_min > 0
    return pause_of(session.day, is_intense=is_intense, markers=known, today=today)


def _marker(found: Mapping[str, Any]) -> Marker:
    start, end = found["start"], found["end"]
    return as_marker(
        Annotation(
            kind=found["kind"],
            start=date.fromisoformat(start),
            end=None if end is None else date.fromisoformat(end),
        )
    )
