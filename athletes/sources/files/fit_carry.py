"""Counters of which only the low bits are stored: each step forward may carry over."""

from __future__ import annotations

import numpy as np


def complete(values: np.ndarray, is_whole: np.ndarray, bits: int) -> np.ndarray:
    """Return whole numbers for all `values`, shape (n,), int64.

    Where `is_whole`, a value is whole already; elsewhere it is the low `bits` of a number that is not smaller
    than the one before it. What comes before the first whole value counts from 0.
    """
    low = values & (1 << bits) - 1
    before = np.concatenate(([0], low[:-1]))
    carried = np.cumsum(~is_whole & (low < before))
    last = np.maximum.accumulate(np.where(is_whole, np.arange(values.size), -1))
    has_last = last >= 0
    high = np.where(has_last, (values[last] >> bits) - carried[last], 0) + carried
    return (high << bits) + low
