"""What only the athlete knows and an analysis has asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from analysis.evidence.hiding import needs_of
from analysis.models import Analysis, Question
from athletes.models import Athlete
from metrics.models import Signal


def questions(athlete: Athlete, hidden: Collection[str] = ()) -> QuerySet[Question]:
    """All of them, the newest first, but those that tell of the data classes `hidden`."""
    rows: QuerySet[Question] = Question.objects.for_athlete(athlete).select_related("analysis")
    rows = rows.order_by("-created_at", "-pk")
    if not hidden:
        return rows
    # Claude may ask about anything that it has seen.
    rows = rows.exclude(analysis__engine=Analysis.Engine.CLAUDE)
    known = rows.values_list("pk", "about")
    return rows.exclude(pk__in=_telling(athlete, dict(known), hidden))


def open_questions(athlete: Athlete, hidden: Collection[str] = ()) -> QuerySet[Question]:
    """Those that wait for an answer."""
    return questions(athlete, hidden).filter(state=Question.State.OPEN)


def _telling(athlete: Athlete, abouts: dict[int, str], hidden: Collection[str]) -> Iterable[int]:
    needs = Q()
    for data in hidden:
        needs |= Q(needs__contains=data)
    signals = Signal.objects.for_athlete(athlete).filter(
        uid__in=[uid for uid in map(_uid, abouts.values()) if uid]
    )
    safe = {str(uid) for uid in signals.exclude(needs).values_list("uid", flat=True)}
    for pk, about in abouts.items():
        value = about.partition("@")[0]
        is_safe = about in safe if _uid(about) else needs_of(value, value).isdisjoint(hidden)
        if not is_safe:
            yield pk


def _uid(about: str) -> UUID | None:
    try:
        return UUID(about)
    except ValueError:
        return None
