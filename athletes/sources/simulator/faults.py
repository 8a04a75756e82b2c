"""Sensor faults put into a good recording on request, and the truth about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from athletes.sources.records import Column, RecordedActivity, Samples

_EDGE_S, _APART_S = 120, 120
_TRIES = 40
_METRES_PER_DEGREE = 111_320.0
_VISIBLE_BPM = 15.0
"""A heart rate that would have been near the cadence anyway shows no lock."""


@dataclass(frozen=True, slots=True)
class FaultTruth:
    """Half-open [start_s, end_s) since the start; `code` is that of the warning it should raise."""

    code: str
    channel: str
    start_s: float
    end_s: float


type Channels = dict[str, Column]
type Put = Callable[[Channels, slice, np.random.Generator], bool]
"""Spoils these rows in place; False when nobody could see it there."""


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    channel: str
    shortest_s: int
    longest_s: int
    put: Put


def _silent(channels: Channels, rows: slice, _draws: np.random.Generator) -> bool:
    channels["heart_rate_bpm"][rows] = 0.0
    return True


def _locked(channels: Channels, rows: slice, draws: np.random.Generator) -> bool:
    """The optical sensor counts steps (two per stride) or pedal strokes instead of beats."""
    cadence = channels.get("cadence_rpm")
    if cadence is None:
        return False
    per_turn = 2.0 if channels.get("power_w") is None else 1.0
    beats = np.round(per_turn * cadence[rows] + draws.normal(0.0, 0.8, cadence[rows].size))
    true = channels["heart_rate_bpm"][rows]
    if not (np.all(cadence[rows] > 0) and np.nanmean(np.abs(beats - true)) > _VISIBLE_BPM):
        return False
    channels["heart_rate_bpm"][rows] = beats
    return True


def _spike_of(channel: str, lowest: float, highest: float) -> Put:
    def put(channels: Channels, rows: slice, draws: np.random.Generator) -> bool:
        if channel not in channels:
            return False
        channels[channel][rows] = np.round(draws.uniform(lowest, highest, channels[channel][rows].size))
        return True

    return put


def _stuck_of(channel: str) -> Put:
    def put(channels: Channels, rows: slice, _draws: np.random.Generator) -> bool:
        if channel not in channels or not channels[channel][rows.start] > 0:
            return False
        channels[channel][rows] = channels[channel][rows.start]
        return True

    return put


def _jumped(channels: Channels, rows: slice, draws: np.random.Generator) -> bool:
    if "latitude_deg" not in channels:
        return False
    angle, metres = draws.uniform(0.0, 2 * np.pi), draws.uniform(400.0, 3000.0)
    channels["latitude_deg"][rows] += metres * np.sin(angle) / _METRES_PER_DEGREE
    channels["longitude_deg"][rows] += metres * np.cos(angle) / (_METRES_PER_DEGREE * 0.57)
    return True


FAULTS = {
    "hr_dropout": _Fault("sensor_dropout", "heart_rate_bpm", 90, 600, _silent),
    "cadence_lock": _Fault("cadence_lock", "heart_rate_bpm", 120, 600, _locked),
    "power_spike": _Fault("sensor_spike", "power_w", 1, 3, _spike_of("power_w", 2050.0, 4000.0)),
    "hr_spike": _Fault("sensor_spike", "heart_rate_bpm", 1, 5, _spike_of("heart_rate_bpm", 231.0, 254.0)),
    "hr_stuck": _Fault("sensor_stuck", "heart_rate_bpm", 300, 900, _stuck_of("heart_rate_bpm")),
    "power_stuck": _Fault("sensor_stuck", "power_w", 60, 600, _stuck_of("power_w")),
    "gps_jump": _Fault("gps_jump", "latitude_deg", 1, 20, _jumped),
}
"""By name: what they are called in a warning, and how long they last (reference: science 4.1)."""


def inject(
    recorded: RecordedActivity, faults: Sequence[str], draws: np.random.Generator
) -> tuple[RecordedActivity, tuple[FaultTruth, ...]]:
    """The recording with these of `FAULTS`, at least two minutes apart and from the ends, and the truth.

    A fault that fits nowhere, or whose channel is not there, is left out of both.
    """
    time_s = recorded.samples.time_s
    channels = {name: column.copy() for name, column in recorded.samples.channels.items()}
    truth: list[FaultTruth] = []
    for name in faults:
        fault = FAULTS[name]
        for _ in range(_TRIES):
            seconds = int(draws.integers(fault.shortest_s, fault.longest_s + 1))
            if time_s.size <= seconds + 2 * _EDGE_S:
                break
            start = int(draws.integers(_EDGE_S, time_s.size - seconds - _EDGE_S))
            rows = slice(start, start + seconds)
            if _is_free(time_s, rows, truth) and fault.put(channels, rows, draws):
                truth.append(FaultTruth(fault.code, fault.channel, *_ends(time_s, rows)))
                break
    return replace(recorded, samples=Samples(time_s, channels)), tuple(truth)


def smart_recording(recorded: RecordedActivity, draws: np.random.Generator) -> RecordedActivity:
    """The recording as a watch keeps it that writes only every one to eight seconds; this is no fault."""
    time_s = recorded.samples.time_s
    steps = np.cumsum(draws.integers(1, 9, time_s.size))
    rows = np.unique(np.concatenate([[0], steps[steps < time_s.size - 1], [time_s.size - 1]]))
    channels = {name: column[rows] for name, column in recorded.samples.channels.items()}
    return replace(recorded, samples=Samples(time_s[rows], channels))


def _is_free(time_s: Column, rows: slice, truth: Sequence[FaultTruth]) -> bool:
    """Whether the rows are one stretch without a pause, away from every other fault."""
    start_s, end_s = _ends(time_s, rows)
    whole = end_s - start_s == rows.stop - rows.start
    return whole and all(start_s >= t.end_s + _APART_S or end_s + _APART_S <= t.start_s for t in truth)


def _ends(time_s: Column, rows: slice) -> tuple[float, float]:
    return float(time_s[rows.start]), float(time_s[rows.stop - 1]) + 1.0
