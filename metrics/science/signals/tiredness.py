"""A week of mornings that are not as usual: after far more load than ever (overreaching), or without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metrics.science.baselines import trailing_mean
from metrics.science.segments import Column, Mask
from metrics.science.signals.daily_loads import Loads
from metrics.science.signals.episodes import episodes
from metrics.science.signals.model import Confidence, Evidence, Severity, Signal
from metrics.science.signals.vitals import Vital, Vitals, least_confident

WEEK = 7
LEAST_MORNINGS = 4

OVERLOAD = 1.25
LEAST_OVERLOAD = 14 * 20.0
RECENT_DAYS = 3
"""Two weeks with a quarter more load than any two weeks of the 56 days before, and more than strolls."""

SHIFT, SHIFT_DAYS, HOLD_SHIFT = 0.5, 2, 0.2
"""In standard deviations of a day. Published shifts are 0.43 to 0.55 (Plews 2014, Bosquet 2008), within
everyday variation, so that only load and body together say anything."""

TIRED, TIRED_DAYS, HOLD_TIRED = 1.8, 4, 0.9
LEAST_LOW_HRV, LEAST_HIGH_PULSE = 0.75, 0.5
ACT_DAYS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """A channel's last seven mornings, shape (n,): the mean on its scale and the mean z."""

    vital: Vital
    values: Column
    z: Column

    def evidence(self, day: int) -> Evidence:
        unscale = self.vital.channel.unscale
        return Evidence(
            f"{self.vital.channel.name}_7d",
            self.vital.series.day(day),
            unscale(self.values[day]),
            self.vital.channel.unit,
            unscale(self.vital.baseline.center[day]),
            float(self.z[day]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """The last seven mornings' pulse and HRV.

    `strain`, shape (n,), is that of both together, NaN where either is unknown. Positive: high pulse and low
    HRV. Negative: the other phenotype of overreaching (Le Meur 2013).
    """

    pulse: Means
    hrv: Means
    strain: Column


def week_of(vitals: Vitals, left_out: Mask) -> Week:
    """Means of the last seven mornings without those of `left_out`; four of them must be known."""
    pulse, hrv = (_means(vital, left_out) for vital in (vitals.resting_hr, vitals.hrv))
    known = ~np.isnan(vitals.resting_hr.z) & ~np.isnan(vitals.hrv.z)
    return Week(pulse, hrv, np.where(known, (pulse.z - hrv.z) / np.sqrt(2.0), np.nan))


def overloaded_days(loads: Loads) -> Mask:
    """Days up to which 14 days hold a quarter more load than any 14 days of the 56 before."""
    block, highest = loads.two_weeks
    found: Mask = (block >= OVERLOAD * highest) & (block >= LEAST_OVERLOAD)
    return found


def overreaching(week: Week, loads: Loads) -> Iterator[Signal]:
    """`overreaching` when two weeks hold far more load than any before and the body moves, either way.

    The load of 14 days is 1.25 times the highest of any 14 days in the 56 before, or was so within the last
    three days, and the week's mornings lie half a standard deviation off on two days running: pulse up and
    HRV down, or the other way round. No wearable detector of overreaching has been validated; the confidence
    is medium at most.
    """
    block, highest = loads.two_weeks
    overloaded = _recently(overloaded_days(loads), RECENT_DAYS)
    shift = np.abs(week.strain)
    opens = overloaded & _running(shift >= SHIFT, SHIFT_DAYS)
    for start, end in episodes(opens, overloaded & (shift >= HOLD_SHIFT)):
        load = Evidence(
            "two_week_load", loads.series.day(start), float(block[start]), "load", float(highest[start])
        )
        worst = start + int(np.argmax(np.nan_to_num(shift[start:end])))
        severity = _severity(opens[start:end])
        yield _signal("overreaching", week, (start, end), worst, severity, loads.confidence(start), load)


def under_recovery(week: Week, taken: Mask) -> Iterator[Signal]:
    """`under_recovery` while a week of mornings shows a high pulse and a low HRV that nothing else explains.

    Both together lie 1.8 standard deviations off on four days running, HRV below the band of 0.75 (Plews
    2014), the pulse 0.5 above. Days of `taken`, shape (n,), belong to another finding.
    """
    tired = (week.strain >= TIRED) & (-week.hrv.z >= LEAST_LOW_HRV) & (week.pulse.z >= LEAST_HIGH_PULSE)
    opens = _running(tired & ~taken, TIRED_DAYS)
    for start, end in episodes(opens, week.strain >= HOLD_TIRED):
        worst = start + int(np.argmax(np.nan_to_num(week.strain[start:end])))
        yield _signal("under_recovery", week, (start, end), worst, _severity(opens[start:end]))


def _means(vital: Vital, left_out: Mask) -> Means:
    values = np.where(left_out, np.nan, vital.values)
    z = np.where(left_out, np.nan, vital.z)
    return Means(vital, *(trailing_mean(each, days=WEEK, least=LEAST_MORNINGS) for each in (values, z)))


def _signal(
    kind: str,
    week: Week,
    event: tuple[int, int],
    worst: int,
    severity: Severity,
    surest: Confidence = "medium",
    *more: Evidence,
) -> Signal:
    (start, end), series = event, week.pulse.vital.series
    confidence = least_confident(
        "medium", surest, week.pulse.vital.confidence(start), week.hrv.vital.confidence(start)
    )
    evidence = (*more, week.pulse.evidence(worst), week.hrv.evidence(worst))
    return Signal(kind, series.day(start), series.end(end), severity, confidence, evidence)


def _severity(found: Mask) -> Severity:
    return "act" if np.count_nonzero(found) >= ACT_DAYS else "watch"


def _recently(found: Mask, days: int) -> Mask:
    """Whether it was so on the day or on one of the `days` - 1 before it."""
    total = np.concatenate([np.zeros(days, dtype=np.int64), np.cumsum(found)])
    recent: Mask = total[days:] > total[:-days]
    return recent


def _running(found: Mask, days: int) -> Mask:
    """Whether it was so on the day and on each of the `days` - 1 before it."""
    missing = _recently(~found, days)
    missing[: days - 1] = True
    return ~missing
