"""Days around a small race: only what tires is made easy, all else stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.model import Event
from plans.engine.adapt.said import said_day
from plans.engine.adapt.sessions import easy
from plans.engine.macro import Season
from plans.engine.rules.expected import (
    AFTER_RACE_EASY_DAYS,
    LAST_EASY_DAYS,
    is_eve,
    may_be_hard,
    may_be_key,
)
from plans.engine.rules.races import DAY_BEFORE_MIN
from plans.engine.spec import Race, Spec

DAY = timedelta(days=1)
MOST_EASY_DAYS = max(AFTER_RACE_EASY_DAYS.values())
FRESH, RECOVERED = "Easy, for fresh legs at the race on", "Easy, to recover from the race on"


def spare_races(draft: Draft, spec: Spec, season: Season, events: Sequence[Event]) -> None:
    """Fresh legs before the races that came or changed, easy days after them."""
    days = [each.first for each in events if each.kind == "race" and each.first is not None]
    for race in spec.races:
        if race.date in days:
            _spare(draft, spec, season, race, tuple(item for each in events for item in each.evidence))


def _spare(draft: Draft, spec: Spec, season: Season, race: Race, told: tuple[Evidence, ...]) -> None:
    first, end = race.date - LAST_EASY_DAYS * DAY, race.date + (MOST_EASY_DAYS + 1) * DAY
    for uid, session in draft.free(first, end):
        day = session.day
        why = f"{FRESH if day < race.date else RECOVERED} {said_day(race.date)}."
        tires = session.hard and not may_be_hard(spec, season, day)
        if tires or (session.is_key and not may_be_key(spec, day)):
            draft.put(uid, easy(session, spec), why, *told)
        elif is_eve(spec, day) and session.minutes > DAY_BEFORE_MIN:
            draft.put(uid, easy(session, spec, most=DAY_BEFORE_MIN), why, *told)
