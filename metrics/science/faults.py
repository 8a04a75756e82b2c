"""Sensor faults that can be told without doubt: few false alarms matter more than finding all."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Warning
from metrics.science.cleaning import MOST_WARNINGS, SPEED_SPIKE_MPS
from metrics.science.motion import great_circle_m
from metrics.science.segments import Column, Mask, spans

DROPOUT_S = 60
"""Shorter silences of a strap or a power meter are everyday and change no number that matters."""

BLIP_S = 10
"""A sensor that comes back for so short is still away."""

JUMPS_JOINED_S = 60


def dropouts(channels: dict[str, Column], running: Mask) -> tuple[Warning, ...]:
    """`sensor_dropout` where power or heart rate is unknown for 60 s or more while the timer runs.

    A sensor that starts late or ends early is not a fault; one that gave nothing usable at all is.
    """
    found: list[Warning] = []
    for name in ("power_w", "heart_rate_bpm"):
        if name in channels:
            found += _channel_dropouts(name, channels[name], running)
    return tuple(found)


def _channel_dropouts(name: str, values: Column, running: Mask) -> list[Warning]:
    known = np.flatnonzero(~np.isnan(values))
    if known.size == 0:
        return [Warning("sensor_dropout", name, 0.0, float(values.size))]
    silent = running & np.isnan(values)
    silent[: known[0]] = False
    silent[known[-1] :] = False
    long = [(start, end) for start, end in spans(silent, merge_s=BLIP_S) if end - start >= DROPOUT_S]
    return [Warning("sensor_dropout", name, float(s), float(e)) for s, e in long[:MOST_WARNINGS]]


def position_jumps(channels: dict[str, Column]) -> tuple[Warning, ...]:
    """`gps_jump` where two positions a second apart are further than anything on wheels or skis goes."""
    if "latitude_deg" not in channels or "longitude_deg" not in channels:
        return ()
    steps = great_circle_m(channels["latitude_deg"], channels["longitude_deg"])
    jumps = spans(steps > SPEED_SPIKE_MPS, merge_s=JUMPS_JOINED_S)[:MOST_WARNINGS]
    return tuple(Warning("gps_jump", "latitude_deg", float(s), float(e) + 1.0) for s, e in jumps)
