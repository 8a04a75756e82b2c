"""Keeping daily load, fitness and fatigue true to the activities, from the first changed day on."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Min, Sum

from athletes.models import Athlete
from metrics.models import Activity, ImportFile, LoadSeries
from metrics.science.codec import decode_table, encode_table
from metrics.science.load import decaying_mean


def mark_dirty(athlete: Athlete, day: date) -> bool:
    """Remember, in the caller's transaction, that days from `day` on must be computed again.

    False when some already had to be: then somebody has been asked to.
    """
    # Locked: a recomputation that did not see the caller's rows yet must not take the mark away with its own.
    series, is_new = LoadSeries.objects.select_for_update().get_or_create(
        athlete=athlete, defaults={"dirty_from": day}
    )
    was_clean = is_new or series.dirty_from is None
    if series.dirty_from is None or day < series.dirty_from:
        LoadSeries.objects.filter(pk=series.pk).update(dirty_from=day)
    return was_clean


def recompute_load(*, athlete_id: int) -> None:
    """Bring one athlete's load series up to date; does nothing when it already is. Safe to repeat."""
    with transaction.atomic():
        series = (
            LoadSeries.objects.select_for_update(of=("self",))
            .select_related("athlete")
            .filter(athlete_id=athlete_id, dirty_from__isnull=False)
            .first()
        )
        if series is not None:
            _recompute(series)


def recompute_when_due(*, athlete_id: int) -> None:
    """`recompute_load`, unless files of the athlete wait to be read: then the next scan and their end do it.

    So an archive of years leads to a few recomputations and not to one per file.
    """
    waiting = ImportFile.objects.filter(state=ImportFile.State.WAITING)
    if not waiting.filter(batch__athlete_id=athlete_id, batch__finished_at=None).exists():
        recompute_load(athlete_id=athlete_id)


def rebuild_load(*, athlete_id: int) -> None:
    """Compute the whole series again, for instance after its time constants changed."""
    LoadSeries.objects.filter(athlete_id=athlete_id).update(dirty_from=date.min)
    recompute_load(athlete_id=athlete_id)


def _recompute(series: LoadSeries) -> None:
    activities = Activity.objects.for_athlete(series.athlete).shown()
    first = activities.aggregate(first=Min("local_date"))["first"]
    dirty_from = series.dirty_from
    series.dirty_from = None
    if first is None or dirty_from is None:
        series.start_date, series.days, series.data = None, 0, b""
        series.save()
        return
    kept = _prefix(series, first, dirty_from)
    resume = first + timedelta(days=kept.shape[1])
    loads = _daily_loads(series.athlete, resume)
    columns = _continue(kept, loads, series.athlete)
    series.start_date, series.days = first, columns.shape[1]
    series.data = encode_table(*columns)
    series.save()


def _prefix(series: LoadSeries, first: date, dirty_from: date) -> np.ndarray:
    """The stored days before `dirty_from`, which stay as they are if the series still starts at `first`."""
    if series.start_date != first:
        return np.empty((3, 0))
    stored = decode_table(series.data, 3)
    return stored[:, : max(0, min(series.days, (dirty_from - first).days))]


def _daily_loads(athlete: Athlete, start: date) -> np.ndarray:
    """Loads per day from `start` to the last activity, zero on days without training."""
    rows = (
        Activity.objects.for_athlete(athlete)
        .shown()
        .filter(local_date__gte=start)
        .order_by("local_date")
        .values_list("local_date")
        .annotate(load=Sum("load"))
    )
    by_day = dict(rows)
    if not by_day:
        return np.zeros(0)
    loads = np.zeros((max(by_day) - start).days + 1)
    for day, load in by_day.items():
        loads[(day - start).days] = load or 0.0
    return loads


def _continue(kept: np.ndarray, loads: np.ndarray, athlete: Athlete) -> np.ndarray:
    fitness_before, fatigue_before = kept[1:, -1] if kept.shape[1] else (0.0, 0.0)
    fresh = np.stack(
        [
            loads,
            decaying_mean(loads, athlete.fitness_days, fitness_before),
            decaying_mean(loads, athlete.fatigue_days, fatigue_before),
        ]
    )
    return np.concatenate([kept, fresh], axis=1)
