"""Values that no body, bicycle or place can give, taken out before anything is computed."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Column, Samples, Warning
from metrics.science.segments import Mask, spans

POWER_SPIKE_W = 2500.0
"""The best track sprinters peak near 2,500 W; what lies above is the sensor. A head unit leaves such records
out of its own figures as zeros, and so do we."""

LONE_POWER_W = 2000.0
LONE_ROWS = 5
LONE_SHARE = 0.5
"""A sprint above 2,000 W has a rise and an end. What stands alone, with less than half of it on both sides,
is the sensor too."""

HEART_RATE_FLOOR_BPM = 30.0
HEART_RATE_SPIKE_BPM = 230.0
SPEED_SPIKE_MPS = 60.0
CADENCE_LIMIT_RPM = 300.0
DISTANCE_LIMITS_M = (0.0, 1e8)
ALTITUDE_LIMITS_M = (-500.0, 9000.0)
TEMPERATURE_LIMITS_C = (-60.0, 80.0)

SPIKES_JOINED_S = 60.0
MOST_WARNINGS = 20
"""Per channel: a broken sensor is one story, not thousands of lines."""


def clean(samples: Samples) -> tuple[Samples, tuple[Warning, ...]]:
    """The samples without impossible values, and a `sensor_spike` for each cluster of them.

    Power above 2,500 W becomes 0 W (the device's own policy), and so does power above 2,000 W for up to five
    records with less than half of it before and after; below 0 W it is unknown. Heart rate of 30 bpm or less
    is unknown without a warning (straps write 0 when they lose contact), above 230 bpm unknown. Speed above
    60 m/s is unknown. Other channels lose what lies outside their physical range silently.
    """
    channels: dict[str, Column] = {}
    warnings: list[Warning] = []
    for name, values in samples.channels.items():
        cleaned, spikes = _clean_channel(name, values)
        if name == "power_w":
            alone = _lone(cleaned)
            cleaned, spikes = np.where(alone, 0.0, cleaned), spikes | alone
        channels[name] = cleaned
        warnings += _spike_warnings(name, samples.time_s[spikes])
    return Samples(samples.time_s, channels), tuple(warnings)


def _clean_channel(name: str, values: Column) -> tuple[Column, Mask]:
    values = np.where(np.isfinite(values), values, np.nan)
    low, high = _limits(name)
    above, below = values > high, values < low
    replacement = 0.0 if name == "power_w" else np.nan
    cleaned = np.where(above, replacement, np.where(below, np.nan, values))
    reported = name in ("power_w", "heart_rate_bpm", "speed_mps")
    return cleaned, above if reported else np.zeros(values.size, dtype=bool)


def _lone(power: Column) -> Mask:
    """Power above 2,000 W that stands alone."""
    alone = np.zeros(power.size, dtype=bool)
    for start, end in spans(power > LONE_POWER_W):
        sides = power[[start - 1, end]] if start > 0 and end < power.size else np.empty(0)
        lowest = LONE_SHARE * power[start:end].min()
        alone[start:end] = sides.size > 0 and end - start <= LONE_ROWS and bool(np.all(sides < lowest))
    return alone


def _limits(name: str) -> tuple[float, float]:
    """Closed interval of what is believed."""
    return {
        "power_w": (0.0, POWER_SPIKE_W),
        "heart_rate_bpm": (np.nextafter(HEART_RATE_FLOOR_BPM, np.inf), HEART_RATE_SPIKE_BPM),
        "speed_mps": (0.0, SPEED_SPIKE_MPS),
        "cadence_rpm": (0.0, CADENCE_LIMIT_RPM),
        "distance_m": DISTANCE_LIMITS_M,
        "altitude_m": ALTITUDE_LIMITS_M,
        "temperature_c": TEMPERATURE_LIMITS_C,
        "latitude_deg": (-90.0, 90.0),
        "longitude_deg": (-180.0, 180.0),
    }[name]


def _spike_warnings(name: str, times: Column) -> list[Warning]:
    if times.size == 0:
        return []
    breaks = np.flatnonzero(np.diff(times) > SPIKES_JOINED_S) + 1
    clusters = np.split(times, breaks)[:MOST_WARNINGS]
    return [Warning("sensor_spike", name, float(c[0]), float(c[-1]) + 1.0) for c in clusters]
