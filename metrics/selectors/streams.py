"""Reading what was stored of an activity second by second."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from metrics.models import Activity, Stream
from metrics.science.codec import decode_channel
from metrics.science.streams import Grid

RUNNING = "running"

DATA_CLASS_OF_CHANNEL = {
    "heart_rate_bpm": "heart",
    "latitude_deg": "places",
    "longitude_deg": "places",
}
"""Channels that need more than leave to see activities."""


def load_channels(
    activity: Activity, channels: Collection[str] | None = None
) -> dict[str, NDArray[np.float64]]:
    """The stored channels as float64 of shape (n,), one value a second of elapsed time, NaN where unknown."""
    rows = Stream.objects.filter(activity=activity)
    if channels is not None:
        rows = rows.filter(channel__in=channels)
    return {channel: decode_channel(data) for channel, data in rows.values_list("channel", "data")}


def load_grid(activity: Activity) -> Grid:
    """The grid that the activity's numbers are computed on; without a mask of pauses there are none."""
    channels = load_channels(activity)
    length = max((values.size for values in channels.values()), default=0)
    running = channels.pop(RUNNING, np.ones(length)) > 0
    return Grid(running=running, channels=channels)
