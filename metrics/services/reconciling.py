"""Bringing stored signals into line with what detectors find now, without losing what was said to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from athletes.models import Athlete
from athletes.services.tombstones import bury
from metrics.models import Signal
from metrics.selectors.detectors import Found
from metrics.selectors.signal_needs import needs_of

DAY = timedelta(days=1)
FOUND = ("start", "end", "severity", "confidence", "evidence", "needs")
"""What detection writes of a row that is there; the rest is what people say."""


@dataclass
class Changes:
    """What a reconciliation wrote."""

    created: list[Signal] = field(default_factory=list)
    updated: list[Signal] = field(default_factory=list)
    deleted: list[Signal] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.updated or self.deleted)


def reconcile(*, athlete: Athlete, found: Iterable[Found], since: date) -> Changes:
    """Store what was found on days from `since` on, in the caller's transaction. Idempotent.

    A row keeps its uid and its acknowledgement while its kind is found on overlapping days of the same
    activity. Rows that nothing was found for are deleted, acknowledged ones stay and are over.
    """
    wanted = [each for each in found if each.signal.end is None or each.signal.end > since]
    stored = _stored(athlete, min([since, *(each.signal.start for each in wanted)]))
    pairs, left = _paired(wanted, stored)
    changes = Changes()
    for row in left:
        if row.end is None or row.end > since:
            _let_go(row, changes)
    for each, known in pairs:
        _write(athlete, each, known, since, changes)
    _save(changes)
    return changes


def _stored(athlete: Athlete, start: date) -> list[Signal]:
    rows = Signal.objects.for_athlete(athlete).filter(Q(end=None) | Q(end__gt=start))
    return list(rows.order_by("start", "pk"))


def _paired(
    found: Sequence[Found], stored: list[Signal]
) -> tuple[list[tuple[Found, Signal | None]], list[Signal]]:
    """Each signal with the row it continues, if there is one, and the rows that none of them continues.

    Rows with the same first day go first, so that no update can meet the first day of another row.
    """
    left, pairs = list(stored), dict[int, Signal | None]()
    for is_exact in (True, False):
        for index, each in enumerate(found):
            if pairs.get(index) is None:
                pairs[index] = _take(each, left, is_exact=is_exact)
    return [(each, pairs[index]) for index, each in enumerate(found)], left


def _take(found: Found, left: list[Signal], *, is_exact: bool) -> Signal | None:
    signal = found.signal
    for row in left:
        if row.kind != signal.kind or row.activity_id != found.activity:
            continue
        overlaps = (row.end is None or row.end > signal.start) and (
            signal.end is None or signal.end > row.start
        )
        if row.start == signal.start if is_exact else overlaps:
            left.remove(row)
            return row
    return None


def _let_go(row: Signal, changes: Changes) -> None:
    if row.acknowledged_at is None:
        changes.deleted.append(row)
    elif row.end is None:
        row.end = max([row.start, *(date.fromisoformat(each["date"]) for each in row.evidence)]) + DAY
        changes.updated.append(row)


def _write(athlete: Athlete, found: Found, row: Signal | None, since: date, changes: Changes) -> None:
    values = _values(found)
    if row is None:
        changes.created.append(Signal(athlete=athlete, **values))
        return
    if row.start < since:
        # What lies before the days looked at is known better than a series that begins in the middle of it.
        values["start"] = min(row.start, values["start"])
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        changes.updated.append(row)


def _values(found: Found) -> dict[str, Any]:
    signal = found.signal
    return {
        "activity_id": found.activity,
        "kind": signal.kind,
        "start": signal.start,
        "end": signal.end,
        "severity": signal.severity,
        "confidence": signal.confidence,
        "evidence": signal.to_json()["evidence"],
        "needs": needs_of(each.metric for each in signal.evidence),
    }


def _save(changes: Changes) -> None:
    # What was acknowledged while this scan was under way stays, and keeps what was said.
    gone = Signal.objects.filter(pk__in=[row.pk for row in changes.deleted])
    bury(gone.waiting())
    for row in changes.updated:
        row.save(update_fields=FOUND)
    Signal.objects.bulk_create(changes.created)
