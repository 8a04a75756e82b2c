"""Windows over a 1 Hz series that never cross a break in its mask.

Everywhere `values` and `mask` are arrays of shape (n,); where `mask` is False (pause, unknown) a value is not
looked at. All functions are vectorised over the seconds and over the segments.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

type Column = NDArray[np.float64]
type Mask = NDArray[np.bool_]
type Index = NDArray[np.int64]

ROLL_S = 30
"""Width of the rolling mean behind weighted power and weighted pace (Coggan)."""


def cumulative(values: Column, mask: Mask) -> Column:
    """Running total with a leading zero, shape (n + 1,); seconds outside the mask add nothing."""
    total = np.zeros(values.size + 1)
    np.cumsum(np.where(mask, values, 0.0), out=total[1:])
    return total


def bounds(mask: Mask) -> tuple[Index, Index]:
    """First second and end (exclusive) of each second's segment; meaningless outside the mask."""
    index = np.arange(mask.size)
    before = np.concatenate([[False], mask[:-1]])
    after = np.concatenate([mask[1:], [False]])
    start = np.maximum.accumulate(np.where(mask & ~before, index, 0))
    end = np.minimum.accumulate(np.where(mask & ~after, index + 1, mask.size)[::-1])[::-1]
    return start, end


def spans(mask: Mask, merge_s: int = 0) -> list[tuple[int, int]]:
    """The half-open runs of True; runs that are `merge_s` or fewer apart count as one."""
    starts, ends = span_edges(mask, merge_s)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def span_edges(mask: Mask, merge_s: int = 0) -> tuple[Index, Index]:
    """The first seconds and the ends (exclusive) of `spans`, shape (k,) each."""
    if mask.size == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    edges = np.flatnonzero(mask[1:] != mask[:-1]) + 1
    first, last = [0] if mask[0] else [], [mask.size] if mask[-1] else []
    edges = np.concatenate((np.array(first, np.int64), edges, np.array(last, np.int64)))
    starts, ends = edges[::2], edges[1::2]
    if starts.size == 0:
        return starts, ends
    apart = starts[1:] - ends[:-1] > merge_s
    return starts[np.concatenate([[True], apart])], ends[np.concatenate([apart, [True]])]


def window_means(values: Column, mask: Mask, width: int = ROLL_S) -> Column:
    """Means of all windows of `width` seconds that lie wholly inside the mask (empty when there is none)."""
    if values.size < width:
        return np.empty(0)
    total = cumulative(values, mask)
    count = np.concatenate([[0], np.cumsum(mask)])
    full = count[width:] - count[:-width] == width
    means: Column = ((total[width:] - total[:-width]) / width)[full]
    return means


def weighted_mean(values: Column, mask: Mask) -> float | None:
    """Fourth-power mean of the 30-s rolling mean; None without a single full window.

    Full windows only, all segments pooled: the "normalised" mean of Allen & Coggan, Training and Racing with
    a Power Meter, with the window starting anew after each pause.
    """
    means = window_means(values, mask)
    if means.size == 0:
        return None
    squares = means * means
    return float(np.mean(squares * squares) ** 0.25)


def centred_means(values: Column, mask: Mask, half: int) -> Column:
    """Mean over ±`half` seconds, narrowed evenly at a segment's ends so that a straight line stays one.

    NaN outside the mask.
    """
    start, end = bounds(mask)
    index = np.arange(values.size)
    reach = np.where(mask, np.minimum(half, np.minimum(index - start, end - 1 - index)), 0)
    total = cumulative(values, mask)
    means = (total[index + reach + 1] - total[index - reach]) / (2 * reach + 1)
    return np.where(mask, means, np.nan)


def differences(values: Column, mask: Mask, half: int) -> tuple[Column, Column]:
    """Rise of `values` between ±`half` seconds, cut at the segment's ends, and the seconds between the two.

    Both are 0 outside the mask and in segments of one second.
    """
    start, end = bounds(mask)
    index = np.arange(values.size)
    low = np.where(mask, np.maximum(index - half, start), index)
    high = np.where(mask, np.minimum(index + half, end - 1), index)
    safe = np.where(mask, values, 0.0)
    return safe[high] - safe[low], (high - low).astype(np.float64)
