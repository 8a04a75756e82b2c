"""Whether the pauses that a file states can be believed."""

from __future__ import annotations

import numpy as np

from athletes.sources.files.limits import GAP_S
from athletes.sources.records import Column, Interval

_TOLERANCE_S = 10.0
_TOLERANCE_SHARE = 0.05


def explain_timer(time_s: Column, pauses: tuple[Interval, ...], timer_s: float | None) -> bool:
    """Whether the pauses explain the file's own timer time better than the gaps between samples do.

    Some devices write a start and a stop only at the very ends although they paused in between.
    """
    if timer_s is None or time_s.size < 2:
        return True
    span = float(time_s[-1])
    by_pauses = span - sum(pause.end_s - pause.start_s for pause in pauses)
    if abs(by_pauses - timer_s) <= max(_TOLERANCE_S, _TOLERANCE_SHARE * timer_s):
        return True
    gaps = np.diff(time_s)
    by_gaps = float(gaps[gaps <= GAP_S].sum())
    return abs(by_pauses - timer_s) <= abs(by_gaps - timer_s)
