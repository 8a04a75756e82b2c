"""The detectors' findings about an athlete's days, and their evidence as values of the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID, uuid5

import numpy as np

from analysis.evidence.inputs import Column, Inputs
from analysis.evidence.links import Links
from analysis.evidence.pack import SignalFact, Value
from metrics.science.signals import DailySeries, Evidence, Run, Signal, detect, distance_spikes

SEVERITIES = ("act", "watch", "info")
CONFIDENCES = ("high", "medium", "low")
GAP = "data_gap"


def signal_facts(inputs: Inputs) -> Iterator[tuple[SignalFact, tuple[Value, ...]]]:
    """Signals that were so in the window, the gravest and surest first, then the newest."""
    for index, signal in enumerate(sorted(_current(inputs), key=_rank), start=1):
        values = tuple(_value(inputs, f"S{index}", signal, each) for each in signal.evidence)
        fact = SignalFact(
            id=f"S{index}",
            uid=str(_uid(inputs.athlete_uid, signal)),
            kind=signal.kind,
            start=signal.start,
            end=signal.end,
            severity=signal.severity,
            confidence=signal.confidence,
            refs=tuple(value.id for value in values),
        )
        yield fact, values


def _current(inputs: Inputs) -> list[Signal]:
    found = [*_without_day_spikes(_daily_signals(inputs), _run_spikes(inputs)), *_run_spikes(inputs)]
    return [each for each in found if each.end is None or each.end > inputs.start]


def _daily_signals(inputs: Inputs) -> list[Signal]:
    """All kinds up to today, but gaps up to yesterday: what has not arrived yet this morning is no gap."""
    to_today = detect(_series(inputs, inputs.end))
    to_yesterday = detect(_series(inputs, inputs.today))
    return [
        *(each for each in to_today if each.kind != GAP),
        *(each for each in to_yesterday if each.kind == GAP),
    ]


def _run_spikes(inputs: Inputs) -> list[Signal]:
    runs = [
        Run(row.day, row.distance_m)
        for row in inputs.activities
        if row.sport == "running" and row.distance_m is not None
    ]
    return distance_spikes(runs)


def _without_day_spikes(signals: Iterable[Signal], run_spikes: Iterable[Signal]) -> Iterator[Signal]:
    """A long run says more than the load of its day, so it stands for both."""
    taken = {(each.kind, each.start) for each in run_spikes}
    return (each for each in signals if (each.kind, each.start) not in taken)


def _series(inputs: Inputs, end: date) -> DailySeries:
    size = (end - inputs.first).days
    load, first_day = inputs.load, inputs.load.first_day
    before = 0 if first_day is None else max(0, (inputs.first - first_day).days)
    unknown = size if first_day is None else max(0, (first_day - inputs.first).days)
    columns: dict[str, Column] = {name: values[:size] for name, values in inputs.daily.items()}
    columns["load"] = np.where(np.arange(size) < unknown, np.nan, load.load[:size])
    columns["fitness"], columns["fatigue"] = load.fitness[:size], load.fatigue[:size]
    return DailySeries(inputs.first, columns, history_days=before)


def _value(inputs: Inputs, name: str, signal: Signal, evidence: Evidence) -> Value:
    start, end = evidence.date, evidence.date + timedelta(days=1)
    if signal.kind == GAP:
        start, end = signal.start, signal.end or inputs.today
    return Value(
        id=f"{name}.{evidence.metric}",
        metric=evidence.metric,
        value=float(evidence.value),
        unit=evidence.unit,
        start=start,
        end=end,
        url=_url(inputs, evidence, start, end),
        baseline=None if evidence.baseline is None else float(evidence.baseline),
        z=None if evidence.z is None else float(evidence.z),
    )


def _url(inputs: Inputs, evidence: Evidence, start: date, end: date) -> str:
    links = Links(inputs.athlete_uid)
    if evidence.metric == "run_distance":
        return next(
            links.activity(row.uid)
            for row in inputs.activities
            if row.day == evidence.date and row.distance_m == evidence.value
        )
    if evidence.metric in ("load", "days_without_data"):
        return links.activities(start, end)
    return links.fitness()


def _rank(signal: Signal) -> tuple[int, int, int, str]:
    return (
        SEVERITIES.index(signal.severity),
        CONFIDENCES.index(signal.confidence),
        -signal.start.toordinal(),
        signal.kind,
    )


def _uid(athlete_uid: UUID, signal: Signal) -> UUID:
    """The same for the same event of the same athlete, however often it is detected."""
    return uuid5(athlete_uid, f"{signal.kind}:{signal.start.isoformat()}")
