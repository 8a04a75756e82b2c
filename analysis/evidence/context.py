"""Reading what surrounds the numbers: markers, races, sessions to come, and what was asked and advised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from analysis.evidence.private import NOTHING_PRIVATE, Private, read_private
from analysis.models import Advice, Analysis, Question
from athletes.models import Athlete
from metrics.models import CheckIn, Race
from metrics.selectors.own_word import markers_between
from plans.models import PlannedSession, TrainingPreferences

PLANNED_DAYS, EVENT_DAYS, PAST_EVENT_DAYS = 14, 365, 42
PREVIOUS_DAYS = 28
ANSWER_DAYS = 182
OWN_WORDS = {"own_feel": "feel", "own_soreness": "soreness"}


class MarkerRow(NamedTuple):
    kind: str
    start: date
    end: date | None
    altitude_m: float | None = None


class RaceRow(NamedTuple):
    sport: str
    day: date
    priority: str
    distance_m: float | None = None
    goal_s: float | None = None


class SessionRow(NamedTuple):
    uid: UUID
    sport: str
    day: date
    kind: str
    minutes: int
    load: float
    hard: bool


class AnswerRow(NamedTuple):
    """A question that was answered or set aside on `day`; [start, end) are the days the answer is about."""

    about: str
    kind: str
    day: date
    start: date | None = None
    end: date | None = None


class AdviceRow(NamedTuple):
    """Advice of a kind, and what became of it on `day`; while it is open the day on which it was given."""

    kind: str
    category: str
    state: str
    day: date


class Room(NamedTuple):
    """How somebody said that they can train; `minutes` are seven, Monday first."""

    experience: str
    long_day: int | None
    weekly_cap_min: int | None
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class Context:
    """Everything in a fixed order; `room` is None for somebody who never said how they can train."""

    markers: tuple[MarkerRow, ...] = ()
    races: tuple[RaceRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    advice: tuple[AdviceRow, ...] = ()
    room: Room | None = None
    private: Private = NOTHING_PRIVATE


def read_context(athlete: Athlete, first: date, today: date, *, for_ai: bool) -> Context:
    """Of the days from `first` to `today`, and what is ahead; `private` only with `for_ai`."""
    end = today + timedelta(days=1)
    return Context(
        markers=tuple(
            MarkerRow(row.kind, row.start, row.end, row.altitude_m)
            for row in markers_between(athlete, first, end)
        ),
        races=tuple(_races(athlete, today)),
        sessions=tuple(_sessions(athlete, today)),
        answers=tuple(_answers(athlete, end)),
        advice=tuple(_advice(athlete, end)),
        room=_room(athlete),
        private=read_private(athlete, today) if for_ai else NOTHING_PRIVATE,
    )


def own_words(athlete: Athlete, start: date, end: date) -> dict[str, np.ndarray]:
    """How the mornings of [start, end) felt, 1 (bad) to 5 (good), NaN where nothing was said."""
    columns = {name: np.full((end - start).days, np.nan) for name in OWN_WORDS}
    rows = CheckIn.objects.for_athlete(athlete).between(start, end)
    for day, *values in rows.values_list("date", *OWN_WORDS.values()):
        for column, value in zip(columns.values(), values, strict=True):
            column[(day - start).days] = np.nan if value is None else value
    return columns


def _races(athlete: Athlete, today: date) -> Iterator[RaceRow]:
    since, until = today - timedelta(days=PAST_EVENT_DAYS), today + timedelta(days=EVENT_DAYS)
    rows = Race.objects.for_athlete(athlete).alive().filter(date__gte=since, date__lt=until)
    fields = ("sport", "date", "priority", "distance_m", "goal_s")
    for values in rows.order_by("date", "pk").values_list(*fields):
        yield RaceRow(*values)


def _sessions(athlete: Athlete, today: date) -> Iterator[SessionRow]:
    rows = PlannedSession.objects.for_athlete(athlete).shown().open()
    ahead = rows.between(today, today + timedelta(days=PLANNED_DAYS))
    fields = ("uid", "sport", "day", "kind", "minutes", "load", "hard")
    for values in ahead.order_by("day", "slot", "pk").values_list(*fields):
        yield SessionRow(*values)


def _room(athlete: Athlete) -> Room | None:
    """What the athlete said, and nothing that was only taken from the last weeks."""
    rows = TrainingPreferences.objects.for_athlete(athlete).prefetch_related("rooms")
    saved = rows.first()
    if saved is None:
        return None
    known = {room.weekday: room.minutes for room in saved.rooms.all()}
    minutes = tuple(known.get(weekday, 0) for weekday in range(7))
    return Room(saved.experience, saved.long_day, saved.weekly_cap_min, minutes)


def _answers(athlete: Athlete, end: date) -> Iterator[AnswerRow]:
    rows = Question.objects.for_athlete(athlete).exclude(state=Question.State.OPEN)
    settled = rows.annotate(at=Coalesce("answered_at", "updated_at")).order_by("at", "pk")
    fields = ("about", "kind", "at", "annotation__start", "annotation__end")
    for about, kind, at, start, over in settled.values_list(*fields):
        day = athlete.local_day(at)
        if end - timedelta(days=ANSWER_DAYS) <= day < end:
            yield AnswerRow(about, kind, day, start, over)


def _advice(athlete: Athlete, end: date) -> Iterator[AdviceRow]:
    """What was done with advice in the last four weeks, and what the last analysis before left open.

    Never what an analysis of the same day says: that would change with every look at the same evidence.
    """
    last = _last_analysis(athlete, end)
    acted: set[tuple[int, str]] = set()
    rows = Advice.objects.for_athlete(athlete).exclude(state=Advice.State.OPEN).order_by("-updated_at", "-pk")
    fields = ("analysis_id", "key", "kind", "category", "state", "updated_at")
    for analysis, key, kind, category, state, at in rows.values_list(*fields):
        acted.add((analysis, key))
        if end - timedelta(days=PREVIOUS_DAYS) <= (day := athlete.local_day(at)) < end:
            yield AdviceRow(kind, category, state, day)
    if last is not None:
        given = last["end"] - timedelta(days=1)
        kinds = {each["id"]: each["kind"] for each in last["body"]["findings"]}
        for each in last["body"]["recommendations"]:
            if (last["pk"], each["id"]) not in acted:
                kind = kinds.get(each["finding_ids"][0], "other")
                yield AdviceRow(kind, each["category"], Advice.State.OPEN.value, given)


def _last_analysis(athlete: Athlete, end: date) -> dict[str, Any] | None:
    since = end - timedelta(days=PREVIOUS_DAYS)
    rows = Analysis.objects.for_athlete(athlete).filter(end__lt=end, end__gte=since)
    seen = rows.exclude(status=Analysis.Status.DRAFT).exclude(review=Analysis.Review.REJECTED)
    seen = seen.exclude(purpose=Analysis.Purpose.ACTIVITY)
    # Found by its days first, so that no other answer is read on the way.
    newest = Subquery(seen.order_by("-end", "-pk").values("pk")[:1])
    return Analysis.objects.filter(pk=newest).values("pk", "end", "body").first()
