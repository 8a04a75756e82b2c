"""What goes wrong around a recording: it arrives twice, its clock is off, its profile is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from athletes.sources.records import RecordedActivity, Samples

_HEAD_UNIT_CHANNELS = ("power_w", "speed_mps", "distance_m", "altitude_m", "latitude_deg", "longitude_deg")


def from_head_unit(recorded: RecordedActivity, draws: np.random.Generator) -> RecordedActivity:
    """The same ride as the head unit on the handlebar has it: started a little later, without heart rate."""
    late_s = int(draws.integers(3, 40))
    keep = recorded.samples.time_s >= late_s
    channels = {
        name: column[keep]
        for name, column in recorded.samples.channels.items()
        if name in _HEAD_UNIT_CHANNELS
    }
    return replace(
        recorded,
        samples=Samples(recorded.samples.time_s[keep] - late_s, channels),
        start_time=recorded.start_time + timedelta(seconds=late_s),
        elapsed_s=None if recorded.elapsed_s is None else recorded.elapsed_s - late_s,
        timer_s=float(np.count_nonzero(keep)),
        avg_heart_rate_bpm=None,
        max_heart_rate_bpm=None,
        pauses=tuple(
            replace(pause, start_s=pause.start_s - late_s, end_s=pause.end_s - late_s)
            for pause in recorded.pauses
            if pause.start_s >= late_s
        ),
        laps=(),
        device_name="Simulated head unit",
        external_id=f"{recorded.external_id}:head-unit",
    )


def shifted_zone(recorded: RecordedActivity, hours: int) -> RecordedActivity:
    """The recording of a device whose clock still is in another time zone."""
    shift = timedelta(hours=hours)
    offset = (recorded.utc_offset_s or 0) + 3600 * hours
    return replace(recorded, start_time=recorded.start_time + shift, utc_offset_s=offset)


def with_wrong_ftp(recorded: RecordedActivity, ftp_w: float) -> RecordedActivity:
    """The recording of a device in which another FTP is written than the athlete has."""
    return replace(recorded, device=replace(recorded.device, ftp_w=ftp_w))
