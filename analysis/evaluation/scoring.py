"""Scoring of alarms against the truth: per event, never per day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

REFRACTORY_DAYS = 7
"""Alarms of one kind within a week of each other are one alarm."""

FAULT_SLACK_S = 30.0


@dataclass(frozen=True, slots=True)
class Window:
    """An event on day indices: an alarm in [opens, closes) is its hit, and late by its day minus `start`."""

    opens: int
    start: int
    closes: int


@dataclass(slots=True)
class Tally:
    """What became of events and alarms; tallies of several athletes add up."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    years: float = 0.0
    delays: list[int] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.hits + other.hits,
            self.misses + other.misses,
            self.false_alarms + other.false_alarms,
            self.years + other.years,
            self.delays + other.delays,
        )

    @property
    def events(self) -> int:
        return self.hits + self.misses

    @property
    def recall(self) -> float:
        """0 without any event: nothing was shown to be found."""
        return self.hits / self.events if self.events else 0.0

    @property
    def precision(self) -> float:
        """Share of the alarms that were right; 0 without any."""
        alarms = self.hits + self.false_alarms
        return self.hits / alarms if alarms else 0.0

    @property
    def f1(self) -> float:
        total = 2 * self.hits + self.misses + self.false_alarms
        return 2 * self.hits / total if total else 0.0

    @property
    def false_alarms_per_year(self) -> float:
        return self.false_alarms / self.years if self.years else 0.0

    @property
    def median_delay_days(self) -> float | None:
        return float(np.median(self.delays)) if self.delays else None


def once_a_week(alarms: Iterable[int]) -> list[int]:
    """The alarms, oldest first, without those within seven days of the one before that was kept."""
    kept: list[int] = []
    for day in sorted(alarms):
        if not kept or day - kept[-1] >= REFRACTORY_DAYS:
            kept.append(day)
    return kept


def score(
    windows: Sequence[Window],
    alarms: Iterable[int],
    days: range,
    pardoned: Sequence[Window] = (),
) -> Tally:
    """One hit per window, by its first alarm. Further alarms in a window, and those in a pardoned one, are
    neither right nor wrong. Windows that are not whole within `days`, and alarms outside, do not count.
    """
    counted = [w for w in windows if w.opens >= days.start and w.closes <= days.stop]
    tally = Tally(years=len(days) / 365.25)
    everywhere = (*windows, *pardoned)
    for window in counted:
        first = next((day for day in sorted(alarms) if window.opens <= day < window.closes), None)
        if first is None:
            tally.misses += 1
        else:
            tally.hits += 1
            tally.delays.append(first - window.start)
    free = [day for day in alarms if not any(w.opens <= day < w.closes for w in everywhere)]
    tally.false_alarms = sum(day in days for day in once_a_week(free))
    return tally


@dataclass(frozen=True, slots=True)
class Stretch:
    """A fault, or a warning of one, in an activity: half-open [start_s, end_s)."""

    code: str
    channel: str | None
    start_s: float
    end_s: float

    def meets(self, other: Stretch) -> bool:
        """Of the same code and channel, and no further than 30 s apart."""
        if (self.code, self.channel) != (other.code, other.channel):
            return False
        return self.start_s < other.end_s + FAULT_SLACK_S and other.start_s < self.end_s + FAULT_SLACK_S


def score_faults(truth: Sequence[Stretch], warned: Sequence[Stretch]) -> Tally:
    """A fault is found by any warning that meets it; a warning that meets none is false."""
    hits = sum(any(fault.meets(warning) for warning in warned) for fault in truth)
    false = sum(not any(fault.meets(warning) for fault in truth) for warning in warned)
    return Tally(hits, len(truth) - hits, false)


def average_precision(curve: Sequence[tuple[float, float]]) -> float:
    """Area under (recall, precision) points: each recall at the best precision from it on."""
    area = best = 0.0
    for (recall, precision), (below, _) in pairwise([*sorted(curve, reverse=True), (0.0, 0.0)]):
        best = max(best, precision)
        area += (recall - below) * best
    return area
