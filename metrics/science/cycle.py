"""The menstrual cycle as logged: where cycles begin and how long they were. It says nothing about what comes.

A cycle runs from the first day of a menstrual bleeding to the day before the next (FIGO, Munro et al. 2018).
Spotting is no menstrual bleeding, and a day that was not logged is taken as one without any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

CLEAR_DAYS = 7
"""A bleeding after so many days without belongs to a new cycle; after fewer it is the same one going on."""

LONGEST_DAYS = 90
"""A longer time between two bleedings is a gap in the log (or an absent cycle), not a length."""

COUNTED = 12


@dataclass(frozen=True)
class CycleLengths:
    """Lengths in days over the last `count` whole cycles; None without any."""

    count: int
    median_days: float | None = None
    shortest_days: int | None = None
    longest_days: int | None = None


def cycle_starts(bleeding: Iterable[date]) -> list[date]:
    """First days of cycles, oldest first, from the days of menstrual bleeding in any order."""
    starts: list[date] = []
    before: date | None = None
    for day in sorted(set(bleeding)):
        if before is None or (day - before).days > CLEAR_DAYS:
            starts.append(day)
        before = day
    return starts


def cycle_lengths(starts: Iterable[date]) -> CycleLengths:
    """Median and range of the last 12 whole cycles of at most 90 days."""
    days = [length for one, other in pairwise(starts) if (length := (other - one).days) <= LONGEST_DAYS]
    last = days[-COUNTED:]
    if not last:
        return CycleLengths(0)
    return CycleLengths(len(last), float(median(last)), min(last), max(last))


def cycle_day(starts: Iterable[date], day: date) -> int | None:
    """Which day of its cycle `day` is, the first being 1; None before the first and 90 days after one."""
    last = max((start for start in starts if start <= day), default=None)
    if last is None or (day - last).days >= LONGEST_DAYS:
        return None
    return (day - last).days + 1
