"""Pauses from timer events, and a clock that was set while recording."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_values import instant
from athletes.sources.files.limits import MAX_SPAN_S
from athletes.sources.records import Column, Interval

_STOPS = ("stop", "stop_all", "stop_disable", "stop_disable_all")
_JUMP_S = 3600.0
_JUMP_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class ClockJump:
    """Everything from `at` (FIT seconds) on lies `by` seconds too late."""

    at: float
    by: float

    def mend(self, fit_s: float) -> float:
        return fit_s - self.by if fit_s >= self.at else fit_s


def find_jump(times: Column, elapsed_s: float | None) -> ClockJump | None:
    """Find the one gap that alone makes the samples last over an hour longer than the device says.

    `times` increase strictly. Devices that get the date from a satellite while recording leave such a gap;
    a gap of years is one wrong value and no setting of the clock.
    """
    if times.size < 2 or elapsed_s is None:
        return None
    excess = float(times[-1] - times[0]) - elapsed_s
    gaps = np.diff(times)
    widest = int(gaps.argmax())
    gap = float(gaps[widest])
    if excess < _JUMP_S or not _JUMP_SHARE * excess <= gap <= MAX_SPAN_S:
        return None
    return ClockJump(at=float(times[widest + 1]), by=min(excess, gap - 1.0))


def timer_pauses(events: list[Message]) -> list[tuple[float, float]] | None:
    """Return the [stop, start) pairs of the timer in FIT seconds; None when the file has no timer events."""
    timer = [event for event in events if event.get("event") == "timer"]
    steps = [
        (at, event.get("event_type")) for event in timer if (at := instant(event, "timestamp")) is not None
    ]
    if not any(kind == "start" or kind in _STOPS for _, kind in steps):
        return None
    pauses: list[tuple[float, float]] = []
    stopped: float | None = None
    for at, kind in sorted(steps, key=lambda step: step[0]):
        if kind in _STOPS and stopped is None:
            stopped = at
        elif kind == "start" and stopped is not None:
            if at > stopped:
                pauses.append((stopped, at))
            stopped = None
    return pauses


def clip(pauses: list[tuple[float, float]], start: float, end: float) -> tuple[Interval, ...]:
    """Return the parts of `pauses` inside [start, end), counted from `start`."""
    cut = ((max(a, start), min(b, end)) for a, b in pauses)
    return tuple(Interval(a - start, b - start) for a, b in cut if b > a)
