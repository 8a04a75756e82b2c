"""Constructed athletes: daily loads and nights in, pack and answer out. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import numpy as np

from analysis.analysts.rules import RulesAnalyst
from analysis.answer import answer
from analysis.evidence import Inputs, Pack, assemble
from analysis.evidence.context import OWN_WORDS, Context
from analysis.evidence.inputs import HISTORY_DAYS, ActivityRow, ThresholdRow
from analysis.grounding.references import ground
from metrics.models import DAILY_VALUES
from metrics.science.distribution import Three
from metrics.science.load import decaying_mean, ramp_rate
from metrics.selectors.detection import ActivityRow as Recording
from metrics.selectors.detection import Known, daily_series
from metrics.selectors.detectors import found_in
from metrics.selectors.load import LoadWindow
from metrics.selectors.signals import SignalRow

TODAY = date(2026, 11, 22)
ATHLETE = UUID(int=9)
NO_CONTEXT = Context()

WEEK = [60.0, 0.0, 80.0, 50.0, 0.0, 100.0, 70.0]
"""Load 360 a week, the last day of it 70."""


def build_inputs(
    loads: Sequence[float] = (),
    *,
    nights: Mapping[str, Sequence[float]] | None = None,
    run_distances_m: Mapping[int, float] | None = None,
    unmeasured: int = 0,
    days: int = 7,
    units: str = "metric",
    thresholds: tuple[ThresholdRow, ...] = (),
    today: date = TODAY,
    detected: bool = True,
    context: Context = NO_CONTEXT,
    zones_s: Three | None = None,
) -> Inputs:
    """Daily `loads` up to today; every day with load is a 10 km run of an hour.

    `nights` holds the newest values of daily columns, `run_distances_m` other distances by days ago, and the
    newest `unmeasured` activities have no load of their own. Unless `detected` no signal was found. `context`
    is what the athlete has said and planned, `zones_s` the seconds easy, middle and hard of every activity.
    """
    column = np.asarray(loads, dtype=np.float64)
    rows = _activities(column, today, run_distances_m or {}, unmeasured)
    rows = [row._replace(zones_s=zones_s) for row in rows]
    load, daily = _window(column, today), _daily(nights or {})
    start = today - timedelta(days=days - 1)
    return Inputs(
        athlete_uid=ATHLETE,
        today=today,
        days=days,
        units=units,
        load=load,
        daily=daily,
        activities=tuple(rows),
        thresholds=thresholds,
        context=context,
        signals=tuple(_signals(Known(today, daily_series(load, daily), _recordings(rows)), start))
        if detected
        else (),
    )


def _recordings(rows: Sequence[ActivityRow]) -> tuple[Recording, ...]:
    return tuple(
        Recording(row.uid.int, row.uid, row.sport, row.day, row.distance_m, "", []) for row in reversed(rows)
    )


def _signals(known: Known, start: date) -> list[SignalRow]:
    """What a scan would have stored of the window, with uids made of kind and first day."""
    return [
        SignalRow(
            uid=uuid5(ATHLETE, f"{each.signal.kind}:{each.signal.start}"),
            kind=each.signal.kind,
            start=each.signal.start,
            end=each.signal.end,
            severity=each.signal.severity,
            confidence=each.signal.confidence,
            evidence=each.signal.evidence,
            activity=UUID(int=each.activity) if each.activity else None,
        )
        for each in found_in(known)
        if each.signal.end is None or each.signal.end > start
    ]


def build_pack(loads: Sequence[float] = (), **options: Any) -> Pack:
    return assemble(build_inputs(loads, **options))


def explain(loads: Sequence[float] = (), **options: Any) -> dict[str, Any]:
    """What the rules say of this athlete, as stored."""
    pack = build_pack(loads, **options)
    draft, report = ground(RulesAnalyst().analyse(pack), pack)
    return answer(draft, pack, report)


def texts(part: Mapping[str, Any]) -> list[str]:
    return [claim["text"].replace("\u202f", " ") for claim in part["claims"]]


def headline(answered: Mapping[str, Any]) -> str:
    return answered["headline"]["text"].replace("\u202f", " ")


def even_nights(
    count: int, *, resting_hr: float = 48.0, hrv: float = 60.0, sleep_h: float = 7.5
) -> dict[str, Any]:
    """Nights that swing evenly around their means: by 1 bpm, 3 ms and a quarter of an hour."""
    swing = np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
    return {
        "resting_hr_bpm": resting_hr + swing,
        "hrv_rmssd_ms": hrv + 3 * swing,
        "sleep_s": sleep_h * 3600 + 900 * swing,
    }


def _window(loads: np.ndarray, today: date) -> LoadWindow:
    """What `metrics.selectors.load` would give for the days that a pack looks at."""
    size = HISTORY_DAYS + 1
    padded = np.concatenate([np.zeros(max(0, size - loads.size)), loads])
    fitness, fatigue = decaying_mean(padded, 42), decaying_mean(padded, 7)
    form = np.concatenate([[0.0], (fitness - fatigue)[:-1]])
    ramp = ramp_rate(fitness)
    ramp[: padded.size - loads.size + 7] = np.nan
    return LoadWindow(
        start=today - timedelta(days=HISTORY_DAYS),
        load=padded[-size:],
        fitness=fitness[-size:],
        fatigue=fatigue[-size:],
        form=form[-size:],
        ramp=ramp[-size:],
        first_day=today - timedelta(days=loads.size - 1) if loads.size else None,
    )


def _daily(nights: Mapping[str, Sequence[float]]) -> dict[str, np.ndarray]:
    columns = {name: np.full(HISTORY_DAYS + 1, np.nan) for name in (*DAILY_VALUES, *OWN_WORDS)}
    for name, values in nights.items():
        columns[name][-len(values) :] = values
    return columns


def _activities(
    loads: np.ndarray, today: date, distances_m: Mapping[int, float], unmeasured: int
) -> list[ActivityRow]:
    rows = []
    for ago in range(min(38, loads.size)):
        load = float(loads[loads.size - 1 - ago])
        if load > 0 or len(rows) < unmeasured:
            known = None if len(rows) < unmeasured else load
            day, distance = today - timedelta(days=ago), distances_m.get(ago, 10_000.0)
            method = "" if known is None else "pace"
            rows.append(ActivityRow(UUID(int=ago + 1), "running", day, 3600.0, distance, known, method))
    return rows
