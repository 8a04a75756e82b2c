"""Changing activities that are already here."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete
from config.core.celery import enqueue
from metrics.models import Activity, LoadSeries
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.changes import data_changed
from metrics.services.measuring import measure_again
from metrics.services.merging import merge_with_twin

EDITABLE = ("name", "rpe", "feel", "goal", "note")
REMEASURED_AT_ONCE = 200


def update_activity(*, activity: Activity, **changes: object) -> Activity:
    """Change the athlete's words; the load follows where it rests on the effort. Raises ValidationError."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"cannot change {sorted(unknown)}")
    for name, value in changes.items():
        setattr(activity, name, value)
    with transaction.atomic():
        activity.full_clean(exclude={"athlete", "parent", "merged_into"})
        if "rpe" in changes:
            measure_again(activity, ThresholdBook(activity.athlete))
        activity.save()
        _changed(activity)
    return activity


def delete_activity(*, activity: Activity) -> None:
    """Hide an activity and what was merged into it; loads are computed again from its day on."""
    now = timezone.now()
    with transaction.atomic():
        activity.deleted_at = now
        activity.save(update_fields=["deleted_at"])
        activity.merged.update(deleted_at=now)
        _changed(activity)


def restore_activity(*, activity: Activity) -> None:
    """Undo `delete_activity`; an arrival of the same activity that came meanwhile is merged with it.

    Thresholds may have changed in the meantime: all measurements are due again.
    """
    with transaction.atomic():
        activity.merged.filter(deleted_at=activity.deleted_at).update(deleted_at=None)
        activity.deleted_at = None
        activity.save(update_fields=["deleted_at"])
        if activity.parent_id is None and activity.merged_into_id is None:
            merge_with_twin(activity)
        _changed(activity)
        LoadSeries.objects.filter(athlete=activity.athlete).update(measured_at=None)
        enqueue("metrics.tasks.remeasure", activity.athlete_id)


def remeasure(*, athlete_id: int) -> None:
    """Measure activities whose thresholds changed or whose curves are missing, at most 200.

    Another task does the rest.
    """
    athlete = Athlete.objects.filter(pk=athlete_id).first()
    if athlete is None:
        return
    started = timezone.now()
    book = ThresholdBook(athlete)
    stale = _stale(athlete, book)
    for pk in stale[:REMEASURED_AT_ONCE]:
        _remeasure_one(pk, book)
    if len(stale) > REMEASURED_AT_ONCE:
        enqueue("metrics.tasks.remeasure", athlete.pk)
        return
    LoadSeries.objects.update_or_create(athlete=athlete, defaults={"measured_at": started})


def _stale(athlete: Athlete, book: ThresholdBook) -> list[int]:
    """Activities measured with other thresholds than their day's, or before there were curves, newest first.

    A leg means its parent.
    """
    rows = Activity.objects.for_athlete(athlete).alive().order_by("-start_time")
    without_curves = set(rows.without_curves().values_list("pk", flat=True))
    used = rows.values_list("pk", "parent_id", "sport", "local_date", "thresholds")
    stale = (
        parent or pk
        for pk, parent, sport, day, thresholds in used.iterator()
        if pk in without_curves or thresholds != dataclasses.asdict(book.on(sport, day))
    )
    return list(dict.fromkeys(stale))


def _remeasure_one(pk: int, book: ThresholdBook) -> None:
    with transaction.atomic():
        activity = Activity.objects.select_for_update().get(pk=pk)
        measure_again(activity, book)
        activity.save()
        _changed(activity)


def _changed(activity: Activity) -> None:
    data_changed(activity.athlete, activity.local_date, activity.local_date + timedelta(days=1))
