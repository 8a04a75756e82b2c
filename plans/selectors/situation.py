"""Everything that an adaptation may know of an athlete and the plan in force, as the engine takes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any, cast

from athletes.models import Athlete
from metrics.models import Activity
from plans.engine.adapt import Entry, Situation, State
from plans.engine.macro import stored_season
from plans.engine.rules import Session
from plans.engine.spec import Spec, parse
from plans.engine.steps import from_json
from plans.errors import PlanSpecError
from plans.models import Plan, PlannedSession, PlanProposal
from plans.selectors.body import markers, recovery, symptoms_since
from plans.selectors.known import known_days
from plans.selectors.preferences import preferences_of
from plans.selectors.specs import conditions, spec_of
from plans.selectors.wishes import NO_NEWS, News, news

DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=91)
ANSWERED = (PlanProposal.State.ACCEPTED, PlanProposal.State.REFUSED, PlanProposal.State.AUTOMATIC)
OF_THE_PLANNER = (PlannedSession.Origin.ENGINE, PlannedSession.Origin.ADAPTATION)
OF_THE_WEEK = ("availability", "long_day", "weekly_cap_min")
NAMES = (
    "day",
    "slot",
    "sport",
    "kind",
    "minutes",
    "load",
    "hard",
    "z1_min",
    "z2_min",
    "z3_min",
    "text",
    "why",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The situation, and what became of the wish since the plan was made; `conflict` when that contradicts
    itself, so that nothing can be planned for it."""

    situation: Situation
    news: News
    conflict: PlanSpecError | None = None


def situation_of(plan: Plan, *, is_review: bool) -> Seen | None:
    """About 35 queries. None when the plan has no season that could be adapted."""
    if not plan.phases or not plan.weeks:
        return None
    athlete, today = plan.athlete, plan.athlete.today()
    spec, told, conflict = _wish(plan, athlete, today)
    return Seen(
        Situation(
            spec=spec,
            season=stored_season(parse(plan.spec), plan.phases, plan.weeks),
            sessions=tuple(_entry(row, plan) for row in sessions_of(plan)),
            done=_done(athlete, today),
            known=known_days(athlete, today - LOOK_BACK, today),
            markers=markers(athlete, today - LOOK_BACK, today + DAY),
            recovery=recovery(athlete, plan.sport, today),
            symptoms=symptoms_since(athlete, today),
            events=told.events,
            review=is_review,
            answered=_answered(plan),
        ),
        told,
        conflict,
    )


def sessions_of(plan: Plan) -> Iterable[PlannedSession]:
    """What the calendar shows on the plan's days, of whatever plan."""
    rows = PlannedSession.objects.for_athlete(plan.athlete).shown().between(plan.start, plan.end)
    return cast(Iterable[PlannedSession], rows.select_related("plan"))


def as_session(row: PlannedSession) -> Session:
    """A stored session as the engine writes them."""
    values: dict[str, Any] = {name: getattr(row, name) for name in NAMES}
    return Session(**values, steps=from_json(row.steps) if row.steps else ())


def _entry(row: PlannedSession, plan: Plan) -> Entry:
    is_free = row.plan_id == plan.pk and row.origin in OF_THE_PLANNER
    return Entry(str(row.uid), as_session(row), cast(State, row.state), row.locked, by_hand=not is_free)


def _wish(plan: Plan, athlete: Athlete, today: date) -> tuple[Spec, News, PlanSpecError | None]:
    """The wish as of today, and its news; as it was told when that of today contradicts itself."""
    values = _values(plan, athlete, today)
    try:
        return parse(values), news(athlete, plan.spec, values, plan.start, plan.end), None
    except PlanSpecError as error:
        races = [row for row in plan.spec["races"] if row["date"] > today.isoformat()]
        told = {name: plan.spec[name] for name in (*OF_THE_WEEK, "blackouts")}
        return parse(values | told | {"races": races}), NO_NEWS, error


def _values(plan: Plan, athlete: Athlete, today: date) -> dict[str, Any]:
    monday = today - timedelta(days=today.weekday())
    race = plan.race if plan.race is not None and plan.race.deleted_at is None else None
    if race is not None and race.date <= today:
        race = None
    weeks = max(ceil((plan.end - monday).days / 7), 1)
    values = spec_of(athlete, race=race, sport=plan.sport, weeks=None if race else weeks, start=today)
    end = max(plan.end, race.date + DAY) if race else plan.end
    values["races"] = [row for row in values["races"] if row["date"] < end.isoformat()]
    # From Monday on, so that a journey without an end does not grow by a day every day.
    values["blackouts"] = conditions(athlete, monday, end)["blackouts"]
    if not preferences_of(athlete).is_saved:
        values |= {name: plan.spec[name] for name in OF_THE_WEEK}
    return values


def _done(athlete: Athlete, today: date) -> dict[date, float]:
    """Load by day, of every day on which anything was trained."""
    rows = Activity.objects.for_athlete(athlete).shown().between(today - LOOK_BACK, today + DAY)
    found: defaultdict[date, float] = defaultdict(float)
    for day, load in rows.values_list("local_date", "load"):
        found[day] += load or 0.0
    return dict(found)


def _answered(plan: Plan) -> frozenset[str]:
    rows = PlanProposal.objects.filter(plan=plan, state__in=ANSWERED)
    return frozenset(rows.values_list("fingerprint", flat=True))
