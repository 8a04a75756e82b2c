"""Sessions as files are made of them."""

from __future__ import annotations

from athletes.sources.records import Sport
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.steps import InvalidWorkout, from_json
from plans.exports.planned import NotExpressible, Planned
from plans.models import PlannedSession


def planned_of(session: PlannedSession, book: ThresholdBook) -> Planned:
    """The session with the thresholds of its day. Raises NotExpressible, SESSION_WITHOUT_STEPS."""
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
        thresholds=book.on(session.sport, session.day),
        changed_at=session.updated_at,
    )
