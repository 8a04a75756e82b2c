"""Sensor faults put into simulated activities, and the warnings about them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.evaluation.scoring import Stretch, Tally, score_faults
from athletes.sources.records import RecordedActivity
from athletes.sources.simulator import FAULTS, Profile, SimulatedAthlete, activities_on, inject
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.faults import smart_recording
from metrics.science.streams import resample

CODES = ("sensor_dropout", "cadence_lock", "sensor_spike", "sensor_stuck", "gps_jump")
_FROM_DAY = 80
_CLEAN, _SMART = 0.3, 0.15
"""Shares of the activities that get no fault, and that are recorded only every few seconds."""


def fault_tallies(athlete: SimulatedAthlete, profile: Profile, count: int) -> dict[str, Tally]:
    """By code, over the next `count` activities of an athlete with up to three faults each."""
    tallies = dict.fromkeys(CODES, Tally())
    draws = generator(athlete.seed, Use.FAULT)
    for _, recorded in zip(range(count), _activities(athlete, profile), strict=False):
        clean = draws.random() < _CLEAN
        names = [] if clean else draws.choice(list(FAULTS), int(draws.integers(1, 4)), replace=False).tolist()
        spoilt, truth = inject(recorded, names, draws)
        if draws.random() < _SMART:
            spoilt = smart_recording(spoilt, draws)
            truth = tuple(fault for fault in truth if fault.end_s - fault.start_s > 60.0)
            if len(truth) < len(names):
                continue
        warned = resample(spoilt).warnings
        for code in CODES:
            tallies[code] += score_faults(
                [Stretch(t.code, t.channel, t.start_s, t.end_s) for t in truth if t.code == code],
                [
                    Stretch(w.code, w.channel, w.start_s, w.end_s)
                    for w in warned
                    if w.code == code and w.start_s is not None and w.end_s is not None
                ],
            )
    return tallies


def _activities(athlete: SimulatedAthlete, profile: Profile) -> Iterator[RecordedActivity]:
    for index in range(_FROM_DAY, athlete.n):
        for recorded in activities_on(athlete, athlete.day(index), profile):
            if recorded.samples.time_s.size and not np.isnan(recorded.samples.time_s).any():
                yield recorded
