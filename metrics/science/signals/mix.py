"""How the weeks' training divides over easy, medium and hard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from metrics.science.segments import Column, spans
from metrics.science.signals.model import Confidence, Evidence, Severity, Signal

WEEKS = 4
LEAST_S = 12 * 3600.0
LEAST_WEEKS = 3
"""Three hours a week on average, and training in three of the four weeks: below, any mix does."""

MEDIUM_SHARE, ACT_SHARE = 0.35, 0.5
"""Easy 46, medium 35, hard 19 % is the pattern called "threshold" (Treff 2019); pyramidal training has 15 %
in the middle, polarised 5 %."""


@dataclass(frozen=True, slots=True)
class WeekMix:
    """Seconds of one week, of all sports, below the first threshold, between the two and above the second.

    `monday` is the week's first day. Weeks without training may be left out.
    """

    monday: date
    easy_s: float
    medium_s: float
    hard_s: float


def intensity_mixes(weeks: Iterable[WeekMix]) -> list[Signal]:
    """`intensity_mix` while 35 % or more of four weeks lie in the middle, neither easy nor hard.

    It starts on the Monday after the fourth of these weeks, when all of it is known, and is open while the
    newest four weeks given are so. Needs twelve hours in the four weeks, and training in three of them. Of
    two entries of a week the last counts.
    """
    by_week = {week.monday: week for week in weeks}
    if not by_week:
        return []
    first = min(by_week)
    n = (max(by_week) - first).days // 7 + 1
    seconds = np.zeros((n, 3))
    for monday, week in by_week.items():
        seconds[(monday - first).days // 7] = week.easy_s, week.medium_s, week.hard_s
    return list(_signals(first, seconds))


def _signals(first: date, seconds: Column) -> Iterator[Signal]:
    n = len(seconds)
    if n < WEEKS:
        return
    blocks = np.lib.stride_tricks.sliding_window_view(seconds, WEEKS, axis=0)
    four = blocks.sum(axis=2)
    total = four.sum(axis=1)
    trained = (blocks.sum(axis=1) > 0).sum(axis=1)
    shares = four / np.maximum(total, 1.0)[:, None]
    found = (shares[:, 1] >= MEDIUM_SHARE) & (total >= LEAST_S) & (trained >= LEAST_WEEKS)
    for start, end in spans(found, merge_s=1):
        worst = start + int(np.argmax(np.where(found, shares[:, 1], 0.0)[start:end]))
        severity: Severity = "act" if shares[worst, 1] >= ACT_SHARE else "watch"
        confidence: Confidence = "high" if total[start] >= 2 * LEAST_S else "medium"
        yield Signal(
            "intensity_mix",
            _monday_after(first, start),
            None if end == len(found) else _monday_after(first, end),
            severity,
            confidence,
            _evidence(_monday_after(first, worst) - timedelta(days=1), shares[worst]),
        )


def _monday_after(first: date, block: int) -> date:
    return first + timedelta(weeks=block + WEEKS)


def _evidence(day: date, shares: Column) -> tuple[Evidence, ...]:
    names = ("easy_share", "medium_share", "hard_share")
    return tuple(Evidence(name, day, float(share), "") for name, share in zip(names, shares, strict=True))
