"""Sessions as files are made of them."""

from __future__ import annotations

from collections.abc import Collection

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.steps import InvalidWorkout, from_json
from plans.exports.planned import NotExpressible, Planned
from plans.models import PlannedSession


def thresholds_for(session: PlannedSession, book: ThresholdBook, classes: Collection[str]) -> Thresholds:
    """Those of the session's day, none for who may not see the athlete's profile: a target in watts, beats or
    pace tells them."""
    return book.on(session.sport, session.day) if "profile" in classes else Thresholds()


def planned_of(
    session: PlannedSession, book: ThresholdBook, classes: Collection[str] = ("profile",)
) -> Planned:
    """The session with the thresholds of its day, as far as `classes` allow. Raises NotExpressible,
    SESSION_WITHOUT_STEPS."""
    try:
        steps = from_json(session.steps)
    except InvalidWorkout as error:
        raise NotExpressible("This session has no steps.", code="SESSION_WITHOUT_STEPS") from error
    return Planned(
        uid=session.uid,
        day=session.day,
        title=session.title,
        sport=Sport(session.sport),
        steps=steps,
        minutes=session.minutes,
        load=session.load,
        thresholds=thresholds_for(session, book, classes),
        changed_at=session.updated_at,
    )
