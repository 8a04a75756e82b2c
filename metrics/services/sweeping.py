"""Finding work whose message was lost: rows whose input is newer than their output."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from athletes.models import Athlete, Threshold
from config.core.celery import enqueue
from metrics.models import Activity, ImportBatch, ImportFile, LoadSeries
from metrics.selectors.scans import unscanned
from metrics.services.imports import finish_batch

PATIENCE = timedelta(minutes=1)
AT_ONCE = 500


def sweep() -> None:
    """Start what is waiting for longer than a minute.

    Files, Garmin exports, stale loads, signals to look for, stale measurements, activities from before there
    were curves, demo days.
    """
    before = timezone.now() - PATIENCE
    waiting = ImportFile.objects.filter(state=ImportFile.State.WAITING, updated_at__lt=before)
    for file_id in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("metrics.tasks.import_file", file_id)
    reading = ImportFile.objects.filter(state=ImportFile.State.READING, updated_at__lt=before)
    for file_id in reading.values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("metrics.tasks.read_export", file_id)
    for batch in ImportBatch.objects.filter(finished_at=None, updated_at__lt=before)[:AT_ONCE]:
        finish_batch(batch)
    stale = LoadSeries.objects.filter(dirty_from__isnull=False, updated_at__lt=before)
    for athlete_id in stale.values_list("athlete_id", flat=True)[:AT_ONCE]:
        enqueue("metrics.tasks.recompute_load", athlete_id)
    for athlete_id in unscanned(timezone.now(), PATIENCE)[:AT_ONCE]:
        enqueue("metrics.tasks.detect_signals", athlete_id)
    for athlete_id in _unmeasured().values_list("athlete_id", flat=True)[:AT_ONCE]:
        enqueue("metrics.tasks.remeasure", athlete_id)
    for athlete_id in _without_curves():
        enqueue("metrics.tasks.remeasure", athlete_id)
    for athlete_id in Athlete.objects.filter(is_demo=True).values_list("pk", flat=True):
        enqueue("metrics.tasks.extend_demo", athlete_id)


def _unmeasured() -> QuerySet[LoadSeries]:
    newer = Threshold.objects.filter(athlete=OuterRef("athlete"), updated_at__gt=OuterRef("measured_at"))
    return LoadSeries.objects.filter(
        Q(measured_at=None) | Q(athlete__updated_at__gt=F("measured_at")) | Exists(newer)
    )


def _without_curves() -> QuerySet[Activity, int]:
    return (
        Activity.objects.alive()
        .without_curves()
        .order_by("athlete_id")
        .values_list("athlete_id", flat=True)
        .distinct()[:AT_ONCE]
    )
