"""All detectors at work on what is known of an athlete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from metrics.science.signals import (
    DeviceUse,
    Evidence,
    Run,
    Signal,
    detect,
    device_changes,
    distance_spikes,
    intensity_mixes,
    personal_bests,
    threshold_changes,
)
from metrics.science.signals.gaps import data_gaps
from metrics.science.signals.model import Confidence
from metrics.selectors.detection import ActivityRow, Known

GAP = "data_gap"
SENSOR_KINDS: dict[str, Confidence] = {
    "sensor_dropout": "high",
    "sensor_spike": "high",
    "sensor_stuck": "medium",
    "cadence_lock": "medium",
    "gps_jump": "high",
}
FAULT_METRICS = {
    "power_w": "power_fault",
    "heart_rate_bpm": "heart_rate_fault",
    "speed_mps": "speed_fault",
    "cadence_rpm": "cadence_fault",
    "altitude_m": "altitude_fault",
    "latitude_deg": "position_fault",
    "longitude_deg": "position_fault",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A signal, and the primary key of the activity it is about, if it is about one."""

    signal: Signal
    activity: int | None = None


def found_in(known: Known) -> list[Found]:
    """All signals, at most one per activity and kind, and per day and kind; ordered by start and kind."""
    found = [*_daily(known), *_of_history(known), *_of_activities(known)]
    ordered = sorted(found, key=lambda each: (each.signal.start, each.signal.kind))
    return list(_once(_without_day_spikes(ordered)))


def _daily(known: Known) -> Iterator[Found]:
    """All kinds up to today, but gaps up to yesterday: what has not arrived yet this morning is no gap."""
    yield from (Found(each) for each in detect(known.series) if each.kind != GAP)
    if known.series.n > 1:
        yield from (Found(each) for each in data_gaps(known.to_yesterday))


def _of_history(known: Known) -> Iterator[Found]:
    uses = [DeviceUse(row.day, row.sport, row.device_name) for row in known.activities]
    signals = (*threshold_changes(known.steps), *device_changes(uses), *intensity_mixes(known.weeks))
    yield from (Found(each) for each in signals)


def _of_activities(known: Known) -> Iterator[Found]:
    yield from _long_runs(known.activities)
    for best in personal_bests(known.efforts):
        yield Found(best.signal, cast(int, best.activity))
    for row in known.activities:
        yield from _faults(row)


def _long_runs(rows: Iterable[ActivityRow]) -> Iterator[Found]:
    runs = [row for row in rows if row.sport == "running" and row.distance_m is not None]
    by_run = {(row.day, row.distance_m): row.pk for row in runs}
    for signal in distance_spikes([Run(row.day, row.distance_m or 0.0) for row in runs]):
        yield Found(signal, by_run[signal.start, signal.evidence[0].value])


def _faults(row: ActivityRow) -> Iterator[Found]:
    """One signal per kind of fault of one recording; the evidence is how long each channel had it."""
    seconds: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for warning in row.warnings:
        if warning["code"] in SENSOR_KINDS:
            metric = FAULT_METRICS.get(warning.get("channel") or "", "sensor_fault")
            seconds[warning["code"]][metric] += max(0.0, _length_s(warning))
    for kind, metrics in sorted(seconds.items()):
        evidence = tuple(Evidence(metric, row.day, length, "s") for metric, length in sorted(metrics.items()))
        end = row.day.fromordinal(row.day.toordinal() + 1)
        yield Found(Signal(kind, row.day, end, "info", SENSOR_KINDS[kind], evidence), row.pk)


def _length_s(warning: dict[str, float | None]) -> float:
    return (warning.get("end_s") or 0.0) - (warning.get("start_s") or 0.0)


def _without_day_spikes(found: Iterable[Found]) -> Iterator[Found]:
    """A long run says more than the load of its day, so it stands for both."""
    every = list(found)
    runs = {each.signal.start for each in every if each.signal.kind == "load_spike" and each.activity}
    for each in every:
        if each.signal.kind == "load_spike" and each.activity is None and each.signal.start in runs:
            continue
        yield each


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """What is found twice for one activity, or on one first day, becomes one signal with all its evidence."""
    kept: dict[tuple[object, ...], Found] = {}
    for each in found:
        signal = each.signal
        key = (signal.kind, each.activity) if each.activity else (signal.kind, None, signal.start)
        kept[key] = _joined(kept[key], each) if key in kept else each
    return iter(kept.values())


def _joined(one: Found, other: Found) -> Found:
    graver = max(one.signal, other.signal, key=lambda each: ("info", "watch", "act").index(each.severity))
    rest = other.signal if graver is one.signal else one.signal
    metrics = {each.metric for each in graver.evidence}
    more = tuple(each for each in rest.evidence if each.metric not in metrics)
    return replace(one, signal=replace(graver, evidence=(*graver.evidence, *more)))
