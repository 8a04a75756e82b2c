"""Whose plans have not followed yet: rows whose input is newer than what was made of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from athletes.models import Athlete, Connection, Threshold
from metrics.models import Activity, Annotation, CheckIn, Day, Race, Signal
from plans.models import Blackout, Following, Plan, PlannedSession, TrainingPreferences

LOOK_BACK = timedelta(days=92)
"""Older input is taken up with the next newer one."""

LOOK_EVERY = timedelta(days=1)
State = PlannedSession.State
type Input = tuple[type[Model], str]
"""A table of things of an athlete, and its column with the day, if it has one that narrows."""

DONE: Input = (Activity, "local_date")
PLANNED: Input = (PlannedSession, "day")
OF_DAYS: Input = (Day, "date")
WISHES: tuple[Input, ...] = (
    *((TrainingPreferences, ""), (Blackout, ""), (Race, ""), (Threshold, ""), (Annotation, "")),
    *((CheckIn, "date"), (Signal, "start")),
)


def unmatched(now: datetime) -> list[int]:
    """Athletes with sessions, of whom something was stored since their days were last matched."""
    # Days and syncs tell when what is open was missed.
    over = PlannedSession.objects.alive().filter(
        athlete=OuterRef("athlete"), state=State.PLANNED, day__lt=now.date()
    )
    arrived = _newer(OF_DAYS, "matched_to", now) | _newer((Connection, ""), "matched_to", now)
    news = _newer(DONE, "matched_to", now) | _newer(PLANNED, "matched_to", now)
    rows = Following.objects.filter(Q(matched_to=None) | news | (Q(Exists(over)) & arrived))
    never = Athlete.objects.filter(
        Exists(PlannedSession.objects.filter(athlete=OuterRef("pk"))),
        ~Exists(Following.objects.filter(athlete=OuterRef("pk"))),
    )
    found = rows.filter(Exists(PlannedSession.objects.filter(athlete=OuterRef("athlete"))))
    return [
        *found.order_by("athlete_id").values_list("athlete_id", flat=True),
        *never.order_by("pk").values_list("pk", flat=True),
    ]


def unlooked(now: datetime) -> list[Plan]:
    """Active plans that nobody has looked at since something was stored, for a day, or for a review due."""
    news = Q()
    for each in (DONE, PLANNED, OF_DAYS, *WISHES):
        news |= _newer(each, "looked_to", now)
    due = Q(review_at__lte=now) | Q(looked_to=None) | Q(looked_to__lt=now - LOOK_EVERY)
    waiting = Following.objects.filter(plan=OuterRef("pk")).filter(due | news)
    known = Following.objects.filter(plan=OuterRef("pk"))
    rows = Plan.objects.active().filter(Q(Exists(waiting)) | ~Q(Exists(known)))
    return list(rows.order_by("pk"))


def ended(now: datetime) -> list[Plan]:
    """Active plans whose last day is over where the athlete is."""
    rows = Plan.objects.active().filter(end__lte=now.date() + timedelta(days=1)).select_related("athlete")
    return [row for row in rows.order_by("pk") if row.end <= row.athlete.local_day(now)]


def _newer(table: Input, mark: str, now: datetime) -> Q:
    """Whether a row of the athlete was stored after the mark of their `Following`."""
    model, day = table
    narrow: dict[str, Any] = {f"{day}__gte": now.date() - LOOK_BACK} if day else {}
    rows = model._default_manager.filter(athlete=OuterRef("athlete"), updated_at__gt=OuterRef(mark), **narrow)
    return Q(Exists(rows))
