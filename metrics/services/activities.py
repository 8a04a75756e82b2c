"""Changing activities that are already here."""

from __future__ import annotations

import dataclasses
from datetime import UTC, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.records import DeviceFigures, RecordedActivity, Samples, Sport
from config.core.celery import enqueue
from metrics.models import Activity, LoadSeries
from metrics.science.activity import ActivityNumbers, measure_on
from metrics.science.activity.legs import combine
from metrics.selectors.streams import load_grid
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.changes import data_changed
from metrics.services.rows import apply_numbers

EDITABLE = ("name", "rpe")
REMEASURED_AT_ONCE = 200


def update_activity(*, activity: Activity, **changes: object) -> Activity:
    """Change name or perceived effort; the load follows where it rests on it. Raises ValidationError."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"cannot change {sorted(unknown)}")
    for name, value in changes.items():
        setattr(activity, name, value)
    with transaction.atomic():
        activity.full_clean(exclude={"athlete", "parent", "merged_into"})
        if "rpe" in changes:
            _measure(activity, ThresholdBook(activity.athlete))
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
    """Undo `delete_activity`."""
    with transaction.atomic():
        activity.merged.filter(deleted_at=activity.deleted_at).update(deleted_at=None)
        activity.deleted_at = None
        activity.save(update_fields=["deleted_at"])
        _changed(activity)


def remeasure(*, athlete_id: int) -> None:
    """Measure activities whose thresholds of the day changed, at most 200; another task does the rest."""
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
    """Activities measured with other thresholds than their day's, newest first; a leg means its parent."""
    rows = Activity.objects.for_athlete(athlete).alive().order_by("-start_time")
    used = rows.values_list("pk", "parent_id", "sport", "local_date", "thresholds")
    stale = (
        parent or pk
        for pk, parent, sport, day, thresholds in used.iterator()
        if thresholds != dataclasses.asdict(book.on(sport, day))
    )
    return list(dict.fromkeys(stale))


def _remeasure_one(pk: int, book: ThresholdBook) -> None:
    with transaction.atomic():
        activity = Activity.objects.select_for_update().get(pk=pk)
        _measure(activity, book)
        activity.save()
        _changed(activity)


def _measure(activity: Activity, book: ThresholdBook) -> ActivityNumbers:
    """Put fresh numbers on the row, and save those of its legs; the warnings of the recording stay."""
    thresholds = book.on(activity.sport, activity.local_date)
    recorded = recorded_again(activity)
    legs = list(activity.legs.order_by("leg_index"))
    numbers = (
        combine(recorded, tuple(_measure(leg, book) for leg in legs))
        if legs
        else measure_on(load_grid(activity), recorded, thresholds)
    )
    apply_numbers(activity, numbers, thresholds)
    for leg in legs:
        leg.save()
    return numbers


def recorded_again(activity: Activity) -> RecordedActivity:
    """The record an activity was made from, without its samples and laps, which are rows of their own."""
    return RecordedActivity(
        sport=Sport(activity.sport),
        start_time=activity.start_time.astimezone(UTC),
        samples=Samples(np.empty(0), {}),
        sub_sport=activity.sub_sport or None,
        utc_offset_s=activity.utc_offset_s,
        elapsed_s=activity.elapsed_s,
        timer_s=activity.timer_s,
        distance_m=activity.distance_m,
        ascent_m=activity.ascent_m,
        avg_heart_rate_bpm=activity.avg_hr_bpm,
        max_heart_rate_bpm=activity.max_hr_bpm,
        avg_power_w=activity.avg_power_w,
        avg_speed_mps=activity.avg_speed_mps,
        calories_kcal=activity.calories_kcal,
        pool_length_m=activity.pool_length_m,
        rpe=activity.rpe,
        device=DeviceFigures(**activity.device),
    )


def _changed(activity: Activity) -> None:
    data_changed(activity.athlete, activity.local_date, activity.local_date + timedelta(days=1))
