"""Measuring an activity again from what was stored of it."""

from __future__ import annotations

from datetime import UTC

import numpy as np

from athletes.sources.records import DeviceFigures, RecordedActivity, Samples, Sport
from metrics.models import Activity
from metrics.science.activity import ActivityNumbers, measure_on
from metrics.science.activity.legs import combine
from metrics.selectors.streams import load_grid
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.held import held_rows, replace_held
from metrics.services.rows import apply_numbers


def measure_again(activity: Activity, book: ThresholdBook) -> ActivityNumbers:
    """Put fresh numbers on the unsaved row, and save those of its legs and what all of them held.

    Warnings of the recording stay. Runs in the caller's transaction.
    """
    thresholds = book.on(activity.sport, activity.local_date)
    recorded = _recorded_again(activity)
    legs = list(activity.legs.order_by("leg_index"))
    numbers = (
        combine(recorded, tuple(measure_again(leg, book) for leg in legs))
        if legs
        else measure_on(load_grid(activity), recorded, thresholds)
    )
    elapsed_s = activity.elapsed_s
    apply_numbers(activity, numbers, thresholds)
    # A stored grid has pauses of days shortened already, so it no longer knows the true span.
    activity.elapsed_s = elapsed_s
    for leg in legs:
        leg.save()
    if not legs:
        replace_held(activity, held_rows(activity, numbers))
    return numbers


def _recorded_again(activity: Activity) -> RecordedActivity:
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
