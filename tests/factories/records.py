"""Neutral records as a source would yield them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from athletes.sources.records import Original, RecordedActivity, Samples, Sport

START = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)


def samples(seconds: int, **channels: float | np.ndarray) -> Samples:
    """One sample a second; a plain number is held over all of them."""
    time_s = np.arange(seconds, dtype=np.float64)
    columns = {
        name: np.broadcast_to(np.asarray(value, float), seconds).copy() for name, value in channels.items()
    }
    return Samples(time_s, columns)


def ride(
    *,
    start: datetime = START,
    seconds: int = 3600,
    power_w: float | None = 200.0,
    heart_rate_bpm: float | None = 140.0,
    **fields: Any,
) -> RecordedActivity:
    """A steady ride; a channel given as None is not recorded."""
    channels = {"power_w": power_w, "heart_rate_bpm": heart_rate_bpm, "speed_mps": 8.0}
    known = {name: value for name, value in channels.items() if value is not None}
    values: dict[str, Any] = {"sport": Sport.CYCLING, "utc_offset_s": 0, "timer_s": float(seconds), **fields}
    return RecordedActivity(start_time=start, samples=samples(seconds, **known), **values)


def on_day(number: int, **fields: Any) -> RecordedActivity:
    """A ride `number` days after START."""
    return ride(start=START + timedelta(days=number), **fields)


def original(content: bytes = b"file", name: str = "ride.fit") -> Original:
    return Original(name, hashlib.sha256(content).hexdigest(), content)
