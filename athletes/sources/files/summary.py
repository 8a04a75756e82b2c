"""Totals from the samples, for files that have no summary of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from athletes.sources.records import RecordedActivity, Samples


def summarise(activity: RecordedActivity) -> RecordedActivity:
    """Fill the totals that the file does not give: span, distance, averages, maximum."""
    samples = activity.samples
    if samples.is_empty:
        return activity
    span = float(samples.time_s[-1])
    return replace(
        activity,
        elapsed_s=_first(activity.elapsed_s, round(max(span, activity.timer_s or 0.0), 3)),
        distance_m=_first(activity.distance_m, _distance(samples)),
        avg_heart_rate_bpm=_first(activity.avg_heart_rate_bpm, _mean(samples, "heart_rate_bpm")),
        max_heart_rate_bpm=_first(activity.max_heart_rate_bpm, _maximum(samples, "heart_rate_bpm")),
        avg_power_w=_first(activity.avg_power_w, _mean(samples, "power_w")),
    )


def _first(own: float | None, computed: float | None) -> float | None:
    return own if own is not None else computed


def _known(samples: Samples, channel: str) -> np.ndarray:
    values = samples.channels.get(channel, np.empty(0))
    return values[np.isfinite(values)]


def _mean(samples: Samples, channel: str) -> float | None:
    values = _known(samples, channel)
    return round(float(values.mean()), 3) if values.size else None


def _maximum(samples: Samples, channel: str) -> float | None:
    values = _known(samples, channel)
    return float(values.max()) if values.size else None


def _distance(samples: Samples) -> float | None:
    values = _known(samples, "distance_m")
    return round(float(values.max() - values.min()), 3) if values.size else None
