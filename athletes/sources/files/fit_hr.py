"""Heart rate that a strap stored under water and sent after the swim (FIT `hr` messages) into the records.

Follows the FIT SDK's rules; checked against it record by record on real files. fitdecode's own expansion of
`event_timestamp_12` ignores the anchor's counter and is off by seconds to minutes, so the raw bytes are read.
"""

from __future__ import annotations

import numpy as np

from athletes.sources.files.fit_content import Message
from athletes.sources.records import Column

_COUNTS_PER_S = 1024.0
_FRACTIONS_PER_S = 32_768.0
_TWELVE_BITS = 1 << 12
_OVERFLOW = 0x400000 * 1024
"""The strap's counter starts again at 2^22 seconds."""
_HOLD_STEP_S = 0.25
_HOLD_STEPS = 20


def merge_heart_rate(
    record_times: Column, heart_rate: Column, messages: list[Message]
) -> tuple[Column, bool]:
    """Return (heart rate per record in bpm, whether all messages could be read).

    `record_times` are FIT seconds in file order, shape (n,), `heart_rate` what the records hold themselves.
    A record gets the mean of the strap's samples since the record before it, rounded half up; a second record
    of the same time the newest sample of the last second. A record without a sample keeps its own value.
    """
    times, beats, complete = _samples(messages)
    if times.size == 0:
        return heart_rate, complete
    times, beats = _hold(times, beats)
    order = np.argsort(times, kind="stable")
    times, sums = times[order], np.concatenate(([0.0], np.cumsum(beats[order])))
    since = np.concatenate((record_times[:1] - 1.0, record_times[:-1]))
    repeated = since == record_times
    since = np.where(repeated, record_times - 1.0, since)
    first = np.searchsorted(times, since, side="right")
    last = np.searchsorted(times, record_times, side="right")
    first = np.where(repeated, np.maximum(first, last - 1), first)
    count = last - first
    found = count > 0
    means = (sums[last] - sums[first]) / np.where(found, count, 1)
    return np.where(found, np.floor(means + 0.5), heart_rate), complete


def _samples(messages: list[Message]) -> tuple[Column, Column, bool]:
    """Unpack anchors and deltas to (FIT seconds, bpm, complete)."""
    times: list[float] = []
    beats: list[float] = []
    anchor_s: float | None = None
    anchor = counter = 0
    for message in messages:
        if "timestamp" in message:
            anchor_s = message["timestamp"] + _number(message.get("fractional_timestamp")) / _FRACTIONS_PER_S
            anchor = counter = _anchor_counter(message)
            counters = [anchor]
        else:
            counters = _unpack(message.get("event_timestamp_12"), counter)
            counter = counters[-1] if counters else counter
        bpm = _as_list(message.get("filtered_bpm"))
        if anchor_s is None or len(counters) < len(bpm):
            return np.array(times), np.array(beats), False
        for raw, value in zip(counters, bpm, strict=False):
            late = raw + _OVERFLOW if anchor - raw > _OVERFLOW else raw
            if late < anchor:
                return np.array(times), np.array(beats), False
            if value:
                times.append(anchor_s + (late - anchor) / _COUNTS_PER_S)
                beats.append(float(value))
    return np.array(times), np.array(beats), True


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _anchor_counter(message: Message) -> int:
    value = message.get("event_timestamp", 0)
    return int(value[0] if isinstance(value, tuple) else value)


def _as_list(value: object) -> list[int | None]:
    if isinstance(value, tuple):
        return list(value)
    return [value] if isinstance(value, int) else []


def _unpack(packed: object, counter: int) -> list[int]:
    """Two 12-bit values per three bytes, each the low bits of the full counter."""
    if not isinstance(packed, tuple):
        return []
    counters = []
    for a, b, c in zip(packed[::3], packed[1::3], packed[2::3], strict=False):
        for low in (a | (b & 0x0F) << 8, b >> 4 | c << 4):
            full = counter - counter % _TWELVE_BITS + low
            counter = full + _TWELVE_BITS if full < counter else full
            counters.append(counter)
    return counters


def _hold(times: Column, beats: Column) -> tuple[Column, Column]:
    """Carry each sample forward every 250 ms up to the next one, for at most 5 s."""
    if times.size < 2:
        return times, beats
    gaps = np.abs(np.diff(times)) / _HOLD_STEP_S
    steps = np.clip(np.ceil(gaps - 1e-9) - 1, 0, _HOLD_STEPS).astype(np.int64)
    source = np.repeat(np.arange(steps.size), steps)
    nth = np.arange(source.size) - np.repeat(np.cumsum(steps) - steps, steps) + 1
    held = times[:-1][source] + nth * _HOLD_STEP_S
    return np.concatenate((times, held)), np.concatenate((beats, beats[:-1][source]))
