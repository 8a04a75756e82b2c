"""Detectors of daily values on simulated athletes: when each alarm was raised, and whether it was right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from analysis.evaluation.scoring import Tally, Window, once_a_week, score
from athletes.sources.simulator import Event, SimulatedAthlete
from metrics.science.signals import DailySeries, detect
from metrics.science.signals.daily_loads import loads_of
from metrics.science.signals.illness import find_illness, suspicion

SCORED_FROM = 60
"""Days that every detector has to learn what is usual."""

KINDS = ("illness_onset", "overreaching", "sleep_debt", "detraining", "data_gap")
NOISE_KINDS = ("illness_onset", "overreaching", "under_recovery", "sleep_debt", "detraining", "data_gap")
LIMITS = tuple(np.round(np.arange(0.5, 5.01, 0.5), 2).tolist())

_LONGEST_WAIT = 14
_SAME_ONSET = 3
_EARLY = {"illness_onset": 3}
"""Days before its start on which an event may be noticed: an infection shows before it is felt."""

_LATE = {"illness_onset": 8, "sleep_debt": 10, "detraining": 21, "overreaching": 28, "data_gap": 10}
"""Days from its start on which noticing it still counts, if it lasts so long."""

PARDONED = {"sleep_debt": ("travel",), "detraining": ("illness_onset", "travel")}
"""Sleep is short on a journey as well, and whoever is ill does not train: these alarms are not false."""


@dataclass(slots=True)
class Trial:
    """Sums over athletes: a tally for each kind, and for each limit of the suspicion of illness."""

    kinds: dict[str, Tally] = field(default_factory=lambda: dict.fromkeys(KINDS, Tally()))
    by_limit: dict[float, Tally] = field(default_factory=lambda: dict.fromkeys(LIMITS, Tally()))

    def add(self, athlete: SimulatedAthlete) -> None:
        series = DailySeries(athlete.first, athlete.columns)
        raised = Raised(series)
        for kind in KINDS:
            self.kinds[kind] += _score(athlete, kind, raised.days(kind))
        for limit, alarms in _illness_by_limit(series).items():
            self.by_limit[limit] += _score(athlete, "illness_onset", alarms)

    def curve(self) -> Iterator[tuple[float, float, float, float]]:
        """(limit, recall, precision, false alarms per year), the most sensitive first."""
        for limit, tally in sorted(self.by_limit.items()):
            yield limit, tally.recall, tally.precision, tally.false_alarms_per_year


class Raised:
    """The days on which signals became known, had the detectors run every morning on what was there then."""

    def __init__(self, series: DailySeries) -> None:
        self._series = series
        self._known: dict[int, Mapping[str, Sequence[date]]] = {}

    def days(self, kind: str) -> list[int]:
        """Day indices of the alarms of a kind; a signal that was never seen in its first weeks has none."""
        found: list[int] = []
        for start in self._starts(self._series.n).get(kind, ()):
            onset = (start - self._series.first).days
            for day in range(onset, min(onset + _LONGEST_WAIT, self._series.n)):
                seen = self._starts(day + 1).get(kind, ())
                if any(abs((other - start).days) <= _SAME_ONSET for other in seen):
                    found.append(day)
                    break
        return found

    def _starts(self, n: int) -> Mapping[str, Sequence[date]]:
        """Where signals start, by kind, when only the first n days are known."""
        if n not in self._known:
            columns = {name: values[:n] for name, values in self._series.columns.items()}
            starts: dict[str, list[date]] = {}
            for signal in detect(DailySeries(self._series.first, columns)):
                starts.setdefault(signal.kind, []).append(signal.start)
            self._known[n] = starts
        return self._known[n]


def alarms_of_noise(athlete: SimulatedAthlete) -> int:
    """How many alarms of the body an athlete raises to whom nothing happens."""
    raised = Raised(DailySeries(athlete.first, athlete.columns))
    return sum(sum(day >= SCORED_FROM for day in once_a_week(raised.days(kind))) for kind in NOISE_KINDS)


def _score(athlete: SimulatedAthlete, kind: str, alarms: Sequence[int]) -> Tally:
    days = range(SCORED_FROM, athlete.n)
    windows = [_window(event, athlete) for event in athlete.truth if event.kind == kind]
    pardoned = [
        Window((e.visible_from - athlete.first).days, 0, (e.gone - athlete.first).days + 3)
        for e in athlete.truth
        if e.kind in PARDONED.get(kind, ())
    ]
    return score(windows, alarms, days, pardoned)


def _window(event: Event, athlete: SimulatedAthlete) -> Window:
    start = athlete.index(event.start)
    closes = start + min((event.gone - event.start).days, _LATE[event.kind])
    return Window(start - _EARLY.get(event.kind, 0), start, closes)


def _illness_by_limit(series: DailySeries) -> dict[float, list[int]]:
    """Alarms if the illness detector were more or less easily alarmed, for the precision-recall curve."""
    loads = loads_of(series)
    vitals = find_illness(series, loads).vitals
    total = suspicion(vitals, loads, np.zeros(series.n, dtype=bool)).total
    found: dict[float, list[int]] = {}
    for limit in LIMITS:
        above = total >= limit
        rises = np.flatnonzero(above & ~np.concatenate([[False], above[:-1]]))
        found[limit] = once_a_week(rises.tolist())
    return found
