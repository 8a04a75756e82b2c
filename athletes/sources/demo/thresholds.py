"""The demo athlete's thresholds: three tests per cycle, better from year to year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from athletes.sources.demo.cycle import cycle_start, week_of
from athletes.sources.records import Column

_TESTS = ((2, 0.990), (10, 1.005), (18, 1.020))
"""Cycle week of each test, and the level within the cycle: lowest after the race, highest before it."""

TEST_WEEKS = tuple(week for week, _ in _TESTS)

_PEAK = 1.028
"""The level on the day of the race, which no test sees."""

_IMPROVING_CYCLES = 8
_FTP_W, _FTP_GAIN = 200.0, 0.020
_SPEED_S_PER_KM, _SPEED_GAIN = 284.0, 0.015
_LTHR_RUNNING_BPM, _LTHR_CYCLING_BPM = 171, 165


@dataclass(frozen=True, slots=True)
class ThresholdStep:
    """What the athlete wrote into the profile after a test; it holds until the next one."""

    effective_from: date
    ftp_w: int
    lthr_running_bpm: int
    lthr_cycling_bpm: int
    threshold_pace_s_per_km: int

    @property
    def threshold_speed_mps(self) -> float:
        return 1000.0 / self.threshold_pace_s_per_km


def thresholds_on(day: date) -> ThresholdStep:
    """The thresholds in force on a day."""
    return _step(_last_test(day))


def thresholds_between(since: date, until: date) -> tuple[ThresholdStep, ...]:
    """Every step in force on a day of [since, until), oldest first; the first may begin before `since`."""
    test = _last_test(since)
    steps = [_step(test)]
    while (following := _step(test + 1)).effective_from < until:
        test += 1
        steps.append(following)
    return tuple(steps)


def level_on(day: date) -> float:
    """What the last test found, as a fraction of the first threshold there ever was."""
    return _level(_last_test(day))


def course(first: date, n: int) -> Column:
    """Such fractions on n days: the threshold of a body that is neither tired nor rested."""
    cycles = range(week_of(first).cycle - 1, week_of(first + timedelta(days=n)).cycle + 1)
    knots = [(cycle_start(c + 1), _PEAK * _gain(c, _FTP_GAIN)) for c in cycles]
    tests = range(cycles.start * len(_TESTS), (cycles.stop + 1) * len(_TESTS))
    knots += [(_test_day(number), _level(number)) for number in tests]
    days, levels = zip(*sorted((when.toordinal(), level) for when, level in knots), strict=True)
    return np.interp(first.toordinal() + np.arange(n), days, levels)


def _last_test(day: date) -> int:
    number = week_of(day).cycle * len(_TESTS) + len(_TESTS) - 1
    while _test_day(number) > day:
        number -= 1
    return number


def _test_day(number: int) -> date:
    cycle, test = divmod(number, len(_TESTS))
    return cycle_start(cycle) + timedelta(weeks=_TESTS[test][0])


def _level(number: int, gain_per_cycle: float = _FTP_GAIN) -> float:
    cycle, test = divmod(number, len(_TESTS))
    return _gain(cycle, gain_per_cycle) * _TESTS[test][1]


def _gain(cycle: int, per_cycle: float) -> float:
    return 1.0 + per_cycle * min(max(cycle, 0), _IMPROVING_CYCLES)


def _step(number: int) -> ThresholdStep:
    return ThresholdStep(
        effective_from=_test_day(number),
        ftp_w=round(_FTP_W * _level(number)),
        lthr_running_bpm=_LTHR_RUNNING_BPM,
        lthr_cycling_bpm=_LTHR_CYCLING_BPM,
        threshold_pace_s_per_km=round(_SPEED_S_PER_KM / _level(number, _SPEED_GAIN)),
    )
