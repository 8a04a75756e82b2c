"""Stored signals, as pages, the API and the analyst read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Case, IntegerField, Q, Value, When

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Activity, Day, Signal
from metrics.models.signal import SignalQuerySet
from metrics.science.signals import Evidence
from metrics.science.signals.model import Confidence, Severity
from metrics.selectors.detection import LOOK_BACK, known
from metrics.selectors.detectors import Found, found_in

WAITING_DAYS = 14
"""What ended longer ago and was never acknowledged is history: nobody can do anything about it."""

GRAVEST_FIRST = ("act", "watch", "info")


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal as plain values, the activity by its uid."""

    uid: UUID
    kind: str
    start: date
    end: date | None
    severity: Severity
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    activity: UUID | None = None
    is_acknowledged: bool = False


def signals(
    athlete: Athlete,
    start: date | None = None,
    end: date | None = None,
    *,
    kind: str = "",
    severity: str = "",
    hidden: Collection[str] = (),
) -> SignalQuerySet:
    """Signals of which a day lies in [start, end), the newest first, with their activities.

    `hidden` are data classes that the viewer may not read: signals that rest on one of them are left out.
    """
    rows: SignalQuerySet = Signal.objects.for_athlete(athlete).select_related("activity").without(hidden)
    if start is not None:
        rows = rows.filter(Q(end=None) | Q(end__gt=start))
    if end is not None:
        rows = rows.filter(start__lt=end)
    if kind:
        rows = rows.filter(kind=kind)
    if severity:
        rows = rows.filter(severity=severity)
    return rows.order_by("-start", "kind", "-pk")


def waiting_signals(athlete: Athlete, today: date, *, hidden: Collection[str] = ()) -> SignalQuerySet:
    """What nobody has acknowledged and was so within the last two weeks, the gravest first."""
    recent = signals(athlete, today - timedelta(days=WAITING_DAYS), today + timedelta(days=1), hidden=hidden)
    return _gravest_first(recent.waiting())


def past_signals(rows: SignalQuerySet, today: date) -> SignalQuerySet:
    """Those of `rows` that do not wait: acknowledged, or over for more than two weeks."""
    over = Q(end__lte=today - timedelta(days=WAITING_DAYS))
    past: SignalQuerySet = rows.filter(over | Q(acknowledged_at__isnull=False))
    return past


def signal_or_404(athlete: Athlete, uid: UUID, *, hidden: Collection[str] = ()) -> Signal:
    signal: Signal | None = signals(athlete, hidden=hidden).filter(uid=uid).first()
    if signal is None:
        raise DataNotFoundError("There is no such signal, or you may not see it.")
    return signal


def signal_rows(athlete: Athlete, start: date, end: date, *, ai_only: bool = False) -> list[SignalRow]:
    """The signals of [start, end) as plain values, for the analyst.

    With `ai_only` as they would be without the data that must not reach an AI.
    """
    stored = [as_row(each) for each in signals(athlete, start, end)]
    if not ai_only or not _is_anything_kept_back(athlete, start - LOOK_BACK, end):
        return stored
    return _found_again(athlete, start, end, {(row.kind, row.start): row for row in stored})


def as_row(signal: Signal) -> SignalRow:
    return SignalRow(
        uid=signal.uid,
        kind=signal.kind,
        start=signal.start,
        end=signal.end,
        severity=signal.severity,  # type: ignore[arg-type]
        confidence=signal.confidence,  # type: ignore[arg-type]
        evidence=tuple(_evidence(each) for each in signal.evidence),
        activity=signal.activity.uid if signal.activity else None,
        is_acknowledged=signal.acknowledged_at is not None,
    )


def _evidence(plain: Mapping[str, Any]) -> Evidence:
    return Evidence(**{**plain, "date": date.fromisoformat(plain["date"])})


def _gravest_first(rows: SignalQuerySet) -> SignalQuerySet:
    whens = [When(severity=each, then=Value(index)) for index, each in enumerate(GRAVEST_FIRST)]
    rank = Case(*whens, output_field=IntegerField())
    ordered: SignalQuerySet = rows.order_by(rank, "-start", "kind", "-pk")
    return ordered


def _is_anything_kept_back(athlete: Athlete, start: date, end: date) -> bool:
    days = Day.objects.for_athlete(athlete).between(start, end).filter(ai_allowed=False)
    # An old load still weighs on fitness, so activities are looked for at any age.
    activities = Activity.objects.for_athlete(athlete).shown().filter(ai_allowed=False, local_date__lt=end)
    return days.exists() or activities.exists()


def _found_again(
    athlete: Athlete, start: date, end: date, stored: Mapping[tuple[str, date], SignalRow]
) -> list[SignalRow]:
    seen = known(athlete, start, end - timedelta(days=1), ai_only=True)
    if seen is None:
        return []
    uids = {row.pk: row.uid for row in seen.activities}
    rows = [_unstored(athlete, each, uids, stored) for each in found_in(seen)]
    return [row for row in rows if row.end is None or row.end > start]


def _unstored(
    athlete: Athlete,
    found: Found,
    uids: Mapping[int, UUID],
    stored: Mapping[tuple[str, date], SignalRow],
) -> SignalRow:
    signal = found.signal
    same = stored.get((signal.kind, signal.start))
    return SignalRow(
        uid=same.uid if same else uuid5(athlete.uid, f"{signal.kind}:{signal.start.isoformat()}"),
        kind=signal.kind,
        start=signal.start,
        end=signal.end,
        severity=signal.severity,
        confidence=signal.confidence,
        evidence=signal.evidence,
        activity=uids.get(found.activity or 0),
        is_acknowledged=bool(same and same.is_acknowledged),
    )
