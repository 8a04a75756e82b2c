"""Raw columns to `Samples`: time that advances, values that can be true, channels that say something."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from athletes.sources.files import notes
from athletes.sources.files.limits import MAX_SPAN_S
from athletes.sources.records import CHANNELS, Column, Samples, Warning

type Mask = NDArray[np.bool_]

RANGES: dict[str, tuple[float, float]] = {
    "power_w": (0.0, 65_534.0),
    "heart_rate_bpm": (1.0, 250.0),
    "speed_mps": (0.0, 150.0),
    "distance_m": (0.0, 20_000_000.0),
    "altitude_m": (-500.0, 9_000.0),
    "cadence_rpm": (0.0, 300.0),
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "temperature_c": (-60.0, 80.0),
}
"""Closed ranges outside of which a value is taken as unknown. Power spikes are judged later, with context."""

_SENSORS = ("power_w", "heart_rate_bpm")
_A_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Cleaned:
    samples: Samples
    warnings: tuple[Warning, ...]


def clean(time_s: Column, channels: dict[str, Column]) -> Cleaned:
    """Return samples whose `time_s` is finite and strictly increasing, and a warning for each thing changed.

    All inputs have the shape (n,). Times count from the activity's start.
    """
    warnings: list[Warning] = []
    kept = advancing(time_s)
    if not kept.all():
        first = time_s[~kept]
        first = first[np.isfinite(first)]
        at = float(first[0]) if first.size else None
        warnings.append(Warning(notes.TIME_WENT_BACK, start_s=at))
    cleaned: dict[str, Column] = {}
    for name in CHANNELS:
        if name in channels:
            values, note = _clean_channel(name, channels[name][kept])
            if note is not None:
                warnings.append(note)
            cleaned[name] = values
    _drop_null_island(cleaned)
    known = {name: values for name, values in cleaned.items() if np.isfinite(values).any()}
    return Cleaned(Samples(time_s=time_s[kept].astype(np.float64), channels=known), tuple(warnings))


def _clean_channel(name: str, values: Column) -> tuple[Column, Warning | None]:
    low, high = RANGES[name]
    known = ~np.isnan(values)
    if name in _SENSORS and known.any() and not values[known].any():
        return np.full(values.shape, np.nan), Warning(notes.CHANNEL_ALL_ZERO, channel=name)
    missing = values == 0.0 if name == "heart_rate_bpm" else np.zeros(values.shape, dtype=bool)
    impossible = known & ~missing & ~((values >= low) & (values <= high))
    cleaned = np.where(impossible | missing, np.nan, values).astype(np.float64)
    return cleaned, Warning(notes.VALUE_OUT_OF_RANGE, channel=name) if impossible.any() else None


def _drop_null_island(channels: dict[str, Column]) -> None:
    """A position of exactly 0, 0 is a receiver without a fix; half a position is none."""
    latitude, longitude = channels.get("latitude_deg"), channels.get("longitude_deg")
    if latitude is None or longitude is None:
        channels.pop("latitude_deg", None)
        channels.pop("longitude_deg", None)
        return
    unknown = np.isnan(latitude) | np.isnan(longitude) | ((latitude == 0.0) & (longitude == 0.0))
    latitude[unknown] = np.nan
    longitude[unknown] = np.nan


def advancing(time_s: Column) -> Mask:
    """Mark the samples to keep so that time strictly increases.

    A sample that does not lie after all before it is dropped, unless fewer are lost by dropping what lies
    ahead: one wrong time in the future must not cost everything after it.
    """
    finite = np.isfinite(time_s)
    if time_s.size == 0:
        return finite
    times = np.where(finite, time_s, -np.inf)
    before = np.concatenate(([-np.inf], np.maximum.accumulate(times)[:-1]))
    kept = finite & (times > before)
    if not (finite & (times < before)).any():
        return kept
    longest = _longest_increasing(time_s, finite)
    return longest if int(longest.sum()) > int(kept.sum()) else kept


def _longest_increasing(time_s: Column, finite: Mask) -> Mask:
    """Patience sorting: which samples form the longest strictly increasing subsequence."""
    positions = np.flatnonzero(finite)
    tails: list[float] = []
    tail_positions: list[int] = []
    previous = np.full(time_s.size, -1, dtype=np.int64)
    for position, value in zip(positions.tolist(), time_s[positions].tolist(), strict=True):
        place = bisect_left(tails, value)
        if place == len(tails):
            tails.append(value)
            tail_positions.append(position)
        else:
            tails[place], tail_positions[place] = value, position
        previous[position] = tail_positions[place - 1] if place else -1
    kept = np.zeros(time_s.size, dtype=bool)
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        kept[position] = True
        position = int(previous[position])
    return kept


def fill_from_repeats(times: Column, columns: dict[str, Column], kept: Mask) -> Mask:
    """Let records of one second complete each other (some devices write one per sensor), in place.

    Returns which records are lost with something they alone knew.
    """
    holders = np.maximum.accumulate(np.where(kept, np.arange(times.size), 0))
    repeats = np.flatnonzero(~kept & (times == times[holders]))
    lost = ~kept
    lost[repeats] = False
    for name, values in columns.items():
        known = repeats[np.isfinite(values[repeats])]
        free = np.isnan(values[holders[known]])
        filled = values.copy()
        filled[holders[known[free]]] = values[known[free]]
        columns[name] = filled
        lost[known[~free]] |= values[known[~free]] != values[holders[known[~free]]]
    return lost


def largest_piece(time_s: Column) -> Mask:
    """Mark all samples; of times that span over `MAX_SPAN_S` only the largest piece without a day's gap."""
    kept = np.ones(time_s.size, dtype=bool)
    if time_s.size < 2 or time_s[-1] - time_s[0] <= MAX_SPAN_S:
        return kept
    piece = np.concatenate(([0], np.cumsum(np.diff(time_s) > _A_DAY_S)))
    kept &= piece == np.bincount(piece).argmax()
    chosen = time_s[kept]
    kept &= time_s <= chosen[0] + MAX_SPAN_S
    return kept
