"""What the analyst has said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from analysis.models import Advice, Analysis, Question
from analysis.selectors.advice import with_states
from analysis.visible import visible
from athletes.models import Athlete
from athletes.zones import local_days
from config.core import cache
from config.core.errors import DataNotFoundError
from metrics.models import Annotation, Day, LoadSeries, Signal
from plans.selectors.proposals import anything_ahead

WINDOW_DAYS = 7
WINDOWS = (7, 30, 90)
"""How many days the analysis of Today looks at."""

RECENT_DAYS = 28
"""How far back a changed day can still change what is said about today by much."""

AT_ONCE = 500
ACTED_ON = Exists(Advice.objects.filter(analysis=OuterRef("pk")))
"""As `is_acted_on`: without it what became of advice is looked for in any case."""


def analyses(athlete: Athlete) -> QuerySet[Analysis]:
    """All that may be read, newest first, without their packs."""
    rows: QuerySet[Analysis] = Analysis.objects.for_athlete(athlete).told().defer("pack")
    return rows.order_by("-created_at", "-pk")


def analysis_or_404(athlete: Athlete, uid: UUID) -> Analysis:
    rows = Analysis.objects.for_athlete(athlete).told().annotate(is_acted_on=ACTED_ON)
    rows = rows.select_related("record").defer("record__sent", "record__raw_answers")
    analysis = rows.filter(uid=uid).first()
    if analysis is None:
        raise DataNotFoundError("There is no such analysis, or you may not see it.")
    return analysis


def of_today(athlete: Athlete) -> dict[str, Any] | None:
    """The newest analysis of the week up to today: `as_json` with `pack`, `is_current`,
    `is_anything_planned` and `question`, the newest that is open as `{uid, text, about}` or None.

    None without an analysis. `is_current` is False when data have come in since. Kept for a day, and
    forgotten with everything else of the athlete when data change or a new analysis is there.
    """
    today = athlete.today()
    kept: dict[str, Any] | None = cache.remember(
        athlete.pk, "analysis", cache.ANALYSIS_S, lambda: _of_today(athlete, today), today.isoformat()
    )
    return kept


def with_pack(analysis: Analysis, *, is_current: bool, hidden: Collection[str] = ()) -> dict[str, Any]:
    """What `of_today` gives for one analysis, worded without the data classes `hidden`."""
    shown = {**_stored(analysis), "pack": analysis.pack, "is_current": is_current}
    return visible(shown, hidden) if hidden else shown


def as_json(analysis: Analysis, hidden: Collection[str] = ()) -> dict[str, Any]:
    """The answer of docs/analysis.md, plain values, worded without the data classes `hidden`."""
    if not hidden:
        return _stored(analysis)
    shown = with_pack(analysis, is_current=True, hidden=hidden)
    return {name: value for name, value in shown.items() if name not in ("pack", "is_current")}


def _stored(analysis: Analysis) -> dict[str, Any]:
    is_acted_on = getattr(analysis, "is_acted_on", True)
    return {
        "uid": str(analysis.uid),
        "engine": analysis.engine,
        "status": analysis.status,
        "reason": analysis.reason or None,
        "created_at": analysis.created_at.isoformat(),
        "start": analysis.start.isoformat(),
        "end": analysis.end.isoformat(),
        "pack_sha256": analysis.pack_sha256,
        "prompt_version": analysis.prompt_version,
        **with_states(analysis.body, analysis.advice.all() if is_acted_on else ()),
    }


def outdated(rows: QuerySet[Analysis], since: date) -> QuerySet[Analysis]:
    """Rows with `is_outdated`: whether load, athlete, a marker, or a day or signal from `since` on changed
    since, or somebody answered a question or did something with advice.
    """
    of_athlete = Q(athlete=OuterRef("athlete"))
    is_newer = Q(updated_at__gt=OuterRef("checked_at"))
    series = LoadSeries.objects.filter(of_athlete, is_newer | Q(dirty_from__isnull=False))
    days = Day.objects.filter(of_athlete, is_newer, date__gte=since)
    signals = Signal.objects.filter(of_athlete, Q(end=None) | Q(end__gt=since), is_newer)
    markers = Annotation.objects.filter(of_athlete, is_newer)
    answers = Question.objects.filter(of_athlete, is_newer).exclude(state=Question.State.OPEN)
    acts = Advice.objects.filter(of_athlete, is_newer).exclude(state=Advice.State.OPEN)
    changed = Q(athlete__updated_at__gt=F("checked_at"))
    for news in (series, days, signals, markers, answers, acts):
        changed |= Q(Exists(news))
    return rows.annotate(is_outdated=ExpressionWrapper(changed, output_field=BooleanField()))


def unexplained(now: datetime) -> list[int]:
    """Athletes with data of the last weeks and no up-to-date analysis of their own today, at most AT_ONCE."""
    found = [pk for today, names in local_days(now).items() for pk in _unexplained(today, names, now)]
    return found[:AT_ONCE]


def _unexplained(today: date, zones: list[str], now: datetime) -> list[int]:
    recently, since = timedelta(days=RECENT_DAYS), today - timedelta(days=RECENT_DAYS)
    of_athlete = Q(athlete=OuterRef("pk"))
    series = LoadSeries.objects.filter(of_athlete, updated_at__gte=now - recently)
    days = Day.objects.filter(of_athlete, date__gte=since)
    of_week = _of_week(Analysis.objects.filter(of_athlete), today)
    current = outdated(of_week, since).filter(is_outdated=False)  # type: ignore[misc]
    rows = Athlete.objects.filter(Exists(series) | Exists(days), ~Exists(current), time_zone__in=zones)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _of_today(athlete: Athlete, today: date) -> dict[str, Any] | None:
    asked = Question.objects.filter(athlete=OuterRef("athlete"), state=Question.State.OPEN)
    asked = asked.order_by("-created_at", "-pk")
    rows = _of_week(Analysis.objects.for_athlete(athlete), today)
    rows = outdated(rows, today - timedelta(days=RECENT_DAYS)).annotate(
        is_anything_planned=ExpressionWrapper(anything_ahead(today), output_field=BooleanField()),
        is_acted_on=ACTED_ON,
        asked_uid=Subquery(asked.values("uid")[:1]),
        asked_text=Subquery(asked.values("text")[:1]),
        asked_about=Subquery(asked.values("about")[:1]),
    )
    ready = rows.filter(activity=None).exclude(status=Analysis.Status.DRAFT)
    # Claude's words before those of the rules where both have seen everything, else the newest.
    engine = Case(When(is_outdated=True, then=Value("")), default=F("engine"))
    order = ("is_outdated", engine, "-checked_at", "-pk")
    latest: Any = ready.order_by(*order).first()
    if latest is None:
        return None
    shown = with_pack(latest, is_current=not latest.is_outdated)
    question = {"uid": str(latest.asked_uid), "text": latest.asked_text, "about": latest.asked_about}
    return {
        **shown,
        "is_anything_planned": latest.is_anything_planned,
        "question": question if latest.asked_uid else None,
    }


def _of_week(rows: QuerySet[Analysis], today: date) -> QuerySet[Analysis]:
    end = today + timedelta(days=1)
    return rows.filter(end=end, start=end - timedelta(days=WINDOW_DAYS))
