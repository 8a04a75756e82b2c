"""Sensors that fall silent."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Warning
from metrics.science.cleaning import MOST_WARNINGS
from metrics.science.segments import Column, Mask, spans

DROPOUT_S = 60
"""Shorter silences of a strap or a power meter are everyday and change no number that matters."""

BLIP_S = 10
"""A sensor that comes back for so short is still away."""


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
