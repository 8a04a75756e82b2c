"""A recording that changed at its source takes the place of what came before."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction

from athletes.sources.records import RecordedActivity
from metrics.models import Activity, Best, Curves, Interval, Origin
from metrics.selectors.thresholds import ThresholdBook
from metrics.services import originals
from metrics.services.changes import data_changed
from metrics.services.locking import lock
from metrics.services.measuring import measure_again
from metrics.services.rows import ActivityRows, build_rows, insert_rows
from metrics.services.sync.runs import DAY

IDENTITY = ("id", "uid", "created_at", "revision", "deleted_at", "merged_into_id", "kept_apart")
WORDS = ("name", "rpe", "feel", "note", "goal")
HELD = (Best, Curves, Interval)


def replace_activity(*, origin: Origin, recorded: RecordedActivity, book: ThresholdBook) -> Activity:
    """Store `recorded` as the activity that `origin` brought; its uid, place and the athlete's words stay.

    The same file again changes nothing.
    """
    old = origin.activity
    if recorded.original and recorded.original.sha256 == origin.sha256:
        return old
    rows = build_rows(old.athlete, recorded, book)
    with originals.kept(old.athlete, recorded.original) as file_name, transaction.atomic():
        lock(old.athlete)
        _become(rows, old)
        _clear(old, origin)
        insert_rows(rows, recorded, file_name)
        if rows.activity.rpe != recorded.rpe:
            measure_again(rows.activity, book)
            rows.activity.save()
        for day in {old.local_date, rows.activity.local_date}:
            data_changed(old.athlete, day, day + DAY)
        if name := origin.file.name:
            transaction.on_commit(lambda: default_storage.delete(name))
    return rows.activity


def _become(rows: ActivityRows, old: Activity) -> None:
    """Let the unsaved row stand for the stored one."""
    new = rows.activity
    for name in IDENTITY:
        setattr(new, name, getattr(old, name))
    new._state.adding = False
    for name in WORDS:
        if (said := getattr(old, name)) not in (None, ""):
            setattr(new, name, said)
    new.ai_allowed = new.ai_allowed and old.ai_allowed


def _clear(old: Activity, origin: Origin) -> None:
    """Remove everything that hangs below the activity and came with the old recording."""
    old.streams.all().delete()
    old.laps.all().delete()
    old.legs.all().delete()
    for model in HELD:
        model.objects.filter(activity=old).delete()
    origin.delete()
