"""Fewer points that look the same: largest triangle, three buckets."""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column, Index


def downsample_lttb(x: Column, y: Column, points: int) -> tuple[Column, Column]:
    """At most `points` of the points (x, y), the first and the last among them; shape (points,) each.

    Steinarsson 2013, Downsampling Time Series for Visual Representation. NaN in `y` is a hole: a bucket that
    is all hole keeps one NaN, so that the line breaks there, otherwise holes are never picked.
    Raises ValueError for fewer than 3 points.
    """
    chosen = lttb_indices(x, y, points)
    return x[chosen], y[chosen]


def lttb_indices(x: Column, y: Column, points: int) -> Index:
    """The indices that `downsample_lttb` keeps, increasing."""
    if points < 3:
        raise ValueError("a line needs at least three points")
    if y.size <= points:
        return np.arange(y.size)
    known = ~np.isnan(y)
    filled = np.interp(x, x[known], y[known]) if known.any() else np.zeros(y.size)
    return _pick(x.astype(np.float64), filled, known, points)


def _pick(x: Column, y: Column, known: np.ndarray, points: int) -> Index:
    edges = np.linspace(1, y.size - 1, points - 1).astype(np.int64)
    starts = edges[:-1]
    sizes = np.diff(edges)
    mean_x = np.append(np.add.reduceat(x[: edges[-1]], starts) / sizes, x[-1]).tolist()
    mean_y = np.append(np.add.reduceat(y[: edges[-1]], starts) / sizes, y[-1]).tolist()
    weight = np.where(known, 1.0, 0.0)
    chosen = np.zeros(points, dtype=np.int64)
    chosen[-1] = y.size - 1
    last = 0
    for bucket, (start, end) in enumerate(zip(starts.tolist(), edges[1:].tolist(), strict=True)):
        dx, dy = mean_x[bucket + 1] - x[last], mean_y[bucket + 1] - y[last]
        areas = np.abs((x[start:end] - x[last]) * dy - (y[start:end] - y[last]) * dx)
        last = start + int(np.argmax((areas + 1e-12) * weight[start:end]))
        chosen[bucket + 1] = last
    return chosen
