"""Whether the same heartbeats give less speed or power than they did: what a high HRV is held against."""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column, Index

RECENT_DAYS, BEFORE_DAYS = 14, 46
LEAST_RECENT, LEAST_BEFORE = 3, 5


def efficiency_change_pct(days_ago: Index, efficiency: Column) -> float:
    """Median efficiency of one sport's activities in the last 14 days against the 46 days before, percent.

    `days_ago` counts back from the day in question (0 is that day). NaN with fewer than three and five.
    """
    is_known = ~np.isnan(efficiency)
    recent = efficiency[is_known & (days_ago >= 0) & (days_ago < RECENT_DAYS)]
    earlier = (days_ago >= RECENT_DAYS) & (days_ago < RECENT_DAYS + BEFORE_DAYS)
    before = efficiency[is_known & earlier]
    if recent.size < LEAST_RECENT or before.size < LEAST_BEFORE:
        return float("nan")
    return float(100 * (np.median(recent) / np.median(before) - 1))
