"""Heart rate that a strap stored under water and sent after the swim (FIT `hr` messages) into the records.

Follows the FIT SDK's rules; checked against it record by record on real files. fitdecode's own expansion of
`event_timestamp_12` ignores the anchor's counter and is off by seconds to minutes, so the raw bytes are read.
"""

from __future__ import annotations

import numpy as np

from athletes.sources.files.fit_carry import complete
from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_records import as_number
from athletes.sources.records import Column

_COUNTS_PER_S = 1024.0
_FRACTIONS_PER_S = 32_768.0
_BITS = 12
_MOST = 2**32
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
    beats = _Beats()
    is_complete = all(map(beats.add, messages))
    return *beats.samples(), is_complete


class _Beats:
    """Counters and heart rates of messages, in the order of the file.

    The strap's counter has 32 bits at an anchor and only the lowest twelve after it; it never goes back, so
    each step forward may carry over. A counter without a beat has the heart rate 0.
    """

    def __init__(self) -> None:
        self._anchors: list[tuple[int, float, int]] = []
        self._packed = bytearray()
        self._bpm: list[int] = []

    def add(self, message: Message) -> bool:
        """Take in a message; say whether it makes sense."""
        bpm = _as_list(message.get("filtered_bpm"))
        is_anchor = "timestamp" in message
        packed = () if is_anchor else _triples(message.get("event_timestamp_12"))
        counters = 1 if is_anchor else len(packed) // 3 * 2
        if counters < len(bpm) or not (self._anchors or is_anchor):
            return False
        if is_anchor:
            # A file may describe any field as a list, a text or a number of another size.
            stamp, counter = as_number(message["timestamp"]), as_number(message.get("event_timestamp", 0))
            if not (0 <= stamp < _MOST and 0 <= counter < _MOST):
                return False
            fraction = as_number(message.get("fractional_timestamp", 0)) / _FRACTIONS_PER_S
            self._anchors.append((len(self._bpm), stamp + np.nan_to_num(fraction), int(counter)))
        self._packed += bytes(packed)
        self._bpm += [beat if isinstance(beat, int) else 0 for beat in bpm] + [0] * (counters - len(bpm))
        return True

    def samples(self) -> tuple[Column, Column]:
        """Return (FIT seconds, bpm) of the beats, shape (n,)."""
        if not self._anchors:
            return np.empty(0), np.empty(0)
        places, seconds, anchors = (np.array(column) for column in zip(*self._anchors, strict=True))
        bpm = np.array(self._bpm, dtype=np.float64)
        is_anchor = np.zeros(bpm.size, dtype=bool)
        is_anchor[places] = True
        counters = np.empty(bpm.size, dtype=np.int64)
        counters[places] = anchors
        counters[~is_anchor] = _unpack(self._packed)
        since = complete(counters, is_anchor, _BITS) - np.repeat(anchors, np.diff(places, append=bpm.size))
        times = np.repeat(seconds, np.diff(places, append=bpm.size)) + since / _COUNTS_PER_S
        return times[bpm > 0], bpm[bpm > 0]


def _as_list(value: object) -> list[int | None]:
    if isinstance(value, tuple):
        return list(value)
    return [value] if isinstance(value, int) else []


def _triples(packed: object) -> tuple[int, ...]:
    is_bytes = isinstance(packed, tuple) and all(each in range(256) for each in packed)
    return packed[: len(packed) // 3 * 3] if isinstance(packed, tuple) and is_bytes else ()


def _unpack(packed: bytearray) -> np.ndarray:
    """Two 12-bit values per three bytes, little end first."""
    first, middle, last = np.frombuffer(packed, np.uint8).reshape(-1, 3).astype(np.int64).T
    return np.column_stack((first | (middle & 0x0F) << 8, middle >> 4 | last << 4)).ravel()


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
