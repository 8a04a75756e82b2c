"""The one way in: neutral records become rows, numbers and streams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity, RecordedDay
from config.core.errors import DataValidationError
from metrics.models import DAILY_VALUES, NIGHT_TIMES, Activity, Day, Origin
from metrics.selectors.thresholds import ThresholdBook
from metrics.services import merging, originals
from metrics.services.activities import restore_activity
from metrics.services.changes import data_changed
from metrics.services.locking import lock
from metrics.services.rows import ActivityRows, build_rows, insert_rows

DAILY_RANGES: dict[str, tuple[float, float]] = {
    "resting_hr_bpm": (20, 250),
    "hrv_rmssd_ms": (1, 500),
    "sleep_s": (1, 86_400),
    "sleep_score": (0, 100),
    "stress": (0, 100),
    "body_battery_high": (0, 100),
    "respiration_rpm": (2, 80),
    "weight_kg": (20, 400),
    "steps": (0, 500_000),
}
"""What a day of a person can be; a value outside was not measured, whatever the device wrote."""


class Outcome(StrEnum):
    IMPORTED = "imported"
    MERGED = "merged"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Stored:
    """What became of a record: `activity` is the one the athlete sees."""

    outcome: Outcome
    activity: Activity


def store_activity(
    *, athlete: Athlete, recorded: RecordedActivity, book: ThresholdBook | None = None
) -> Stored:
    """Store one activity with its legs, streams, laps and original file, in one transaction.

    A file or external id that is already here is answered with the activity it belongs to; an arrival that is
    the same activity as another one is merged. Raises DataValidationError when the record has no duration.
    """
    if known := _known(athlete, recorded):
        return _again(known)
    rows = build_rows(athlete, recorded, book or ThresholdBook(athlete))
    if not rows.activity.elapsed_s:
        raise DataValidationError("The activity has no duration.", code="ACTIVITY_EMPTY")
    try:
        leader = _store(athlete, recorded, rows)
    except IntegrityError:
        # Another worker may have stored the same arrival since it was looked for.
        if (known := _known(athlete, recorded)) is None:
            raise
        return _again(known)
    outcome = (
        Outcome.IMPORTED if leader == rows.activity and not rows.activity.merged.exists() else Outcome.MERGED
    )
    return Stored(outcome, leader)


def _store(athlete: Athlete, recorded: RecordedActivity, rows: ActivityRows) -> Activity:
    """Write everything, and return the activity that is shown for it."""
    with originals.kept(athlete, recorded.original) as file_name, transaction.atomic():
        # One arrival of an athlete at a time, or two workers with recordings of one activity miss the twin.
        lock(athlete)
        insert_rows(rows, recorded, file_name)
        leader = merging.merge_with_twin(rows.activity)
        data_changed(athlete, rows.activity.local_date, rows.activity.local_date + timedelta(days=1))
    return leader


def _known(athlete: Athlete, recorded: RecordedActivity) -> Origin | None:
    origins = Origin.objects.filter(athlete=athlete)
    found = origins.filter(sha256=recorded.original.sha256).first() if recorded.original else None
    if found is None and recorded.external_id is not None:
        found = origins.filter(source=recorded.source, external_id=recorded.external_id).first()
    return found


def _again(origin: Origin) -> Stored:
    activity = origin.activity.merged_into or origin.activity
    if activity.deleted_at is None or origin.source != "file":
        return Stored(Outcome.DUPLICATE, activity)
    restore_activity(activity=activity)
    return Stored(Outcome.IMPORTED, activity.merged_into or activity)


def store_day(*, athlete: Athlete, recorded: RecordedDay) -> Day:
    """Merge the daily values of one day: a value that is missing never overwrites one that is known.

    A value that cannot be (DAILY_RANGES) is missing.
    """
    known: dict[str, Any] = {
        name: value
        for name in (*DAILY_VALUES, *NIGHT_TIMES)
        if (value := getattr(recorded, name)) is not None and _can_be(name, value)
    }
    with transaction.atomic():
        day, created = Day.objects.get_or_create(
            athlete=athlete,
            date=recorded.date,
            defaults={**known, "source": recorded.source, "ai_allowed": recorded.ai_allowed},
        )
        changed = {name: value for name, value in known.items() if getattr(day, name) != value}
        if not created and changed:
            for name, value in changed.items():
                setattr(day, name, value)
            day.ai_allowed = day.ai_allowed and recorded.ai_allowed
            day.save()
        if created or changed:
            data_changed(athlete, recorded.date, recorded.date + timedelta(days=1), load_changed=False)
    return day


def _can_be(name: str, value: Any) -> bool:
    """NaN and infinity never can."""
    if name not in DAILY_RANGES:
        return True
    low, high = DAILY_RANGES[name]
    return low <= value <= high
