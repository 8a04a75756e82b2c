"""Pauses of days, shortened: a recording resumed after a month must not take a month of memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from metrics.science.segments import Column

LONGEST_PAUSE_S = 86_400
"""The longest window of any number is a day, so no number can tell a longer pause from one of a day."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """From seconds since the start to seconds of the grid: the same but behind a shortened pause.

    `knots_s` are the ends of the shortened pauses, `removed_s` how much is gone at each; both of shape (k,).
    """

    knots_s: Column = field(default_factory=lambda: np.zeros(1))
    removed_s: Column = field(default_factory=lambda: np.zeros(1))

    def to_grid(self, seconds: Column) -> Column:
        """The grid's second of each second since the start, any shape."""
        return seconds - np.interp(seconds, self.knots_s, self.removed_s)

    @property
    def total_removed_s(self) -> float:
        return float(self.removed_s[-1])


def shortening(times: Column) -> Clock:
    """The clock that leaves a day of every gap between samples that is longer; `times` are increasing."""
    before = np.concatenate([[0.0], times[:-1]])
    excess = np.floor(np.maximum(times - before - LONGEST_PAUSE_S, 0.0))
    long = np.flatnonzero(excess)
    if long.size == 0:
        return Clock()
    removed = np.cumsum(excess[long])
    knots = np.column_stack([before[long], times[long]]).ravel()
    return Clock(knots, np.column_stack([removed - excess[long], removed]).ravel())
