"""The one way in: neutral records become rows, numbers and streams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.files.errors import FILE_DATE_IMPOSSIBLE
from athletes.sources.records import RecordedActivity
from config.core.errors import DataValidationError
from metrics.models import Activity, Origin
from metrics.selectors.thresholds import ThresholdBook
from metrics.services import merging, originals
from metrics.services.activities import restore_activity
from metrics.services.changes import data_changed
from metrics.services.daily import store_day, store_estimate
from metrics.services.locking import lock
from metrics.services.plausible import DAILY_RANGES
from metrics.services.rows import ActivityRows, build_rows, insert_rows

__all__ = ["DAILY_RANGES", "Outcome", "Stored", "store_activity", "store_day", "store_estimate"]

CLOCK_TOLERANCE = timedelta(days=1)
"""How far ahead a watch may be: one that lost its time sets load and fitness of years to come otherwise."""
FILE = "file"
GARMIN_WAYS = ("garmin_key", "garmin_login", "garmin_export")
"""Sources that give one activity the same external id."""


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
    the same activity as another one is merged. Raises DataValidationError when the record has no duration, or
    has not begun yet.
    """
    if known := _known(athlete, recorded):
        return _again(known, recorded)
    if recorded.start_time > timezone.now() + CLOCK_TOLERANCE:
        raise DataValidationError("The activity begins in the future.", code=FILE_DATE_IMPOSSIBLE)
    rows = build_rows(athlete, recorded, book or ThresholdBook(athlete))
    if not rows.activity.elapsed_s:
        raise DataValidationError("The activity has no duration.", code="ACTIVITY_EMPTY")
    try:
        leader = _store(athlete, recorded, rows)
    except IntegrityError:
        # Another worker may have stored the same arrival since it was looked for.
        if (known := _known(athlete, recorded)) is None:
            raise
        return _again(known, recorded)
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
        named = origins.filter(external_id=recorded.external_id)
        found = named.filter(source=recorded.source).first() or _by_another_way(named, recorded)
    return found


def _by_another_way(named: QuerySet[Origin], recorded: RecordedActivity) -> Origin | None:
    """The arrival by another way from Garmin, where ids are the same; a file is still taken where none is."""
    if recorded.source not in GARMIN_WAYS:
        return None
    found = named.filter(source__in=GARMIN_WAYS)
    return (found.exclude(file="") if recorded.original else found).first()


def _again(origin: Origin, recorded: RecordedActivity) -> Stored:
    """What is here already. A file that an athlete gives brings back what was deleted."""
    activity = origin.activity.merged_into or origin.activity
    by_file = recorded.source == FILE
    if by_file and origin.source != FILE:
        _note_file(origin, recorded)
    if activity.deleted_at is None or not (by_file or origin.source == FILE):
        return Stored(Outcome.DUPLICATE, activity)
    restore_activity(activity=activity)
    return Stored(Outcome.IMPORTED, activity.merged_into or activity)


def _note_file(origin: Origin, recorded: RecordedActivity) -> None:
    """That the athlete gave it too: then it stays when its service has it no more. Bytes are kept once."""
    same = Origin.objects.filter(activity=origin.activity, source=FILE)
    if recorded.original is None or same.exists():
        return
    Origin.objects.create(
        athlete=origin.athlete,
        activity=origin.activity,
        source=FILE,
        file_name=PurePath(recorded.original.file_name).name[-255:],
        ai_allowed=recorded.ai_allowed,
    )
