"""Signals from what was recorded over months: thresholds, best efforts, devices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from metrics.science.signals.model import Evidence, Severity, Signal

DAY = timedelta(days=1)

LARGE_CHANGE = 0.05
LEAST_EARLIER = 10
MARGIN = 0.005
"""A best by less than half a percent is within what a sensor repeats."""

LEAST_USES, LEAST_DAYS = 5, 14


class OfActivity(NamedTuple):
    """A signal, and the key of the activity it is about."""

    signal: Signal
    activity: Hashable


@dataclass(frozen=True, slots=True)
class ThresholdStep:
    """A threshold that the data speak for beside the one in force; `metric` as in "cycling_ftp_w"."""

    date: date
    metric: str
    unit: str
    old: float | None
    new: float


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The best value of one activity over one duration; more is better (W, m/s).

    `metric` names sport, channel and duration ("cycling_power_300s"); efforts are compared within it. An
    effort is `doubtful` when its channel had a fault in that activity: it neither is nor beats a best.
    """

    activity: Hashable
    date: date
    metric: str
    unit: str
    value: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class DeviceUse:
    """One recording, or one day of daily values, of a device. `role` says for what: a sport, or "daily".

    An empty device is unknown and left out.
    """

    date: date
    role: str
    device: str


def threshold_changes(steps: Iterable[ThresholdStep]) -> list[Signal]:
    """`threshold_change` for each step on its day; `watch` from 5 % on, else `info`. No change, no signal."""
    return [_step(step) for step in sorted(steps, key=lambda step: step.date) if step.new != step.old]


def personal_bests(efforts: Iterable[BestEffort]) -> list[OfActivity]:
    """`personal_best`: one signal for each activity that beats all before it, with every duration it beats.

    Only against at least ten earlier activities with that metric, and by over half a percent. Activities of
    one date are taken in the order in which they first appear.
    """
    bests: dict[str, float] = {}
    earlier: dict[str, int] = defaultdict(int)
    found: list[OfActivity] = []
    for activity, group in _by_activity(efforts):
        evidence: list[Evidence] = []
        for effort in group:
            best = bests.get(effort.metric, 0.0)
            if earlier[effort.metric] >= LEAST_EARLIER and effort.value > best * (1.0 + MARGIN):
                evidence.append(Evidence(effort.metric, effort.date, effort.value, effort.unit, best))
            bests[effort.metric] = max(effort.value, best)
            earlier[effort.metric] += 1
        if evidence:
            day = evidence[0].date
            signal = Signal("personal_best", day, day + DAY, "info", "high", tuple(evidence))
            found.append(OfActivity(signal, activity))
    return found


def device_changes(uses: Iterable[DeviceUse]) -> list[Signal]:
    """`device_change` on the first day of a device that has replaced another for good in its role.

    For good: used five times over two weeks or longer without the old one in between, which before was used
    as often. What is usual for this athlete (resting heart rate, HRV, sleep) may read otherwise from then on.
    """
    by_role: dict[str, list[DeviceUse]] = defaultdict(list)
    for use in sorted(uses, key=lambda use: use.date):
        if use.device:
            by_role[use.role].append(use)
    changes = [change for of_role in by_role.values() for change in _changes(of_role)]
    return sorted(changes, key=lambda signal: signal.start)


def _step(step: ThresholdStep) -> Signal:
    large = step.old is not None and abs(step.new / step.old - 1.0) >= LARGE_CHANGE
    severity: Severity = "watch" if large else "info"
    evidence = Evidence(step.metric, step.date, step.new, step.unit, step.old)
    return Signal("threshold_change", step.date, step.date + DAY, severity, "medium", (evidence,))


def _by_activity(efforts: Iterable[BestEffort]) -> Iterable[tuple[Hashable, list[BestEffort]]]:
    """Activities by date with their efforts that are beyond doubt."""
    groups: dict[Hashable, list[BestEffort]] = defaultdict(list)
    for effort in sorted(efforts, key=lambda effort: effort.date):
        if not effort.doubtful:
            groups[effort.activity].append(effort)
    return groups.items()


def _changes(uses: Sequence[DeviceUse]) -> Iterator[Signal]:
    blocks = [list(group) for _, group in groupby(uses, key=lambda use: use.device)]
    settled = [block for block in blocks if _is_settled(block)]
    for before, after in pairwise(settled):
        if before[0].device == after[0].device:
            continue
        start = after[0].date
        evidence = Evidence(f"{after[0].role}_device_uses", start, float(len(after)), "", float(len(before)))
        yield Signal("device_change", start, start + DAY, "info", "high", (evidence,))


def _is_settled(block: Sequence[DeviceUse]) -> bool:
    return len(block) >= LEAST_USES and (block[-1].date - block[0].date).days >= LEAST_DAYS
