"""Sensor faults that can be told without doubt: few false alarms matter more than finding all."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Sport, Warning
from metrics.science.faults.locks import cadence_locks
from metrics.science.faults.places import position_jumps
from metrics.science.faults.silence import dropouts
from metrics.science.faults.stuck import stuck_values
from metrics.science.segments import Column, Mask

__all__ = ["position_jumps", "without_faults"]


def without_faults(
    channels: dict[str, Column], running: Mask, sport: Sport
) -> tuple[dict[str, Column], tuple[Warning, ...]]:
    """The channels on the grid with locked and stuck seconds unknown, and what was found.

    Codes: `sensor_dropout, cadence_lock, sensor_stuck`. A second of a pause has no fault.
    """
    silent = dropouts(channels, running)
    found = [("cadence_lock", "heart_rate_bpm", span) for span in cadence_locks(channels, running, sport)]
    found += [("sensor_stuck", name, span) for name, span in stuck_values(channels)]
    cleaned = dict(channels)
    for _, name, (start, end) in found:
        cleaned[name] = cleaned[name].copy()
        cleaned[name][start:end] = np.nan
    return cleaned, silent + tuple(Warning(code, name, float(s), float(e)) for code, name, (s, e) in found)
