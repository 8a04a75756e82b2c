"""Reading what a pack is made from: a handful of queries, plain values afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analysis.evidence.context import Context, own_words, read_context
from athletes.models import Athlete, Threshold
from metrics.models import Activity
from metrics.science.distribution import Three
from metrics.science.segments import Mask
from metrics.selectors.allowed import allowed_load_series
from metrics.selectors.channels import COLUMNS
from metrics.selectors.connected import is_connected
from metrics.selectors.days import daily_columns
from metrics.selectors.detection import EXPLAINING
from metrics.selectors.distribution import ZONES, three_of
from metrics.selectors.load import LoadWindow, load_series
from metrics.selectors.quality import quality
from metrics.selectors.signals import SignalRow, signal_rows

type Column = NDArray[np.float64]

HISTORY_DAYS = 182
"""How far back comparisons look."""

COVERED_DAYS = 14
"""Of how many days it is said what has not come yet."""


FACTS = (
    "uid",
    "sport",
    "local_date",
    "timer_s",
    "distance_m",
    "load",
    "load_method",
    "intensity",
    "decoupling_pct",
)
"""The fields of an ActivityRow, in its order."""


class ActivityRow(NamedTuple):
    uid: UUID
    sport: str
    day: date
    timer_s: float
    distance_m: float | None
    load: float | None
    load_method: str
    intensity: float | None = None
    decoupling_pct: float | None = None
    zones_s: Three | None = None


class ThresholdRow(NamedTuple):
    sport: str
    kind: str
    value: float
    valid_from: date


@dataclass(frozen=True)
class Inputs:
    """The days up to and including `today`; `load` and each daily column hold HISTORY_DAYS + 1 of them.

    `days` is the length of the window that the analysis is about, `activities` are newest first, `signals`
    those of the window. `not_synced` are, by column, days that a connection has not brought yet; `context` is
    what surrounds the numbers.
    """

    athlete_uid: UUID
    today: date
    days: int
    units: str
    load: LoadWindow
    daily: Mapping[str, Column]
    activities: tuple[ActivityRow, ...] = ()
    thresholds: tuple[ThresholdRow, ...] = ()
    signals: tuple[SignalRow, ...] = ()
    not_synced: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    context: Context = field(default_factory=Context)

    @property
    def start(self) -> date:
        return self.end - timedelta(days=self.days)

    @property
    def end(self) -> date:
        return self.today + timedelta(days=1)

    @property
    def first(self) -> date:
        """The day of the columns' first value."""
        return self.today - timedelta(days=HISTORY_DAYS)

    @cached_property
    def explained(self) -> Mask:
        """The days of illness, injury, travel and altitude, which are no part of what is usual."""
        days = np.zeros(HISTORY_DAYS + 1, dtype=bool)
        for marker in self.context.markers:
            if marker.kind in EXPLAINING:
                over = self.end if marker.end is None else marker.end
                days[max(0, (marker.start - self.first).days) : max(0, (over - self.first).days)] = True
        return days


def read(*, athlete: Athlete, today: date, days: int, for_ai: bool = False) -> Inputs:
    """What is known of the athlete up to `today`; with `for_ai` without data that must not reach an AI."""
    first, end = today - timedelta(days=HISTORY_DAYS), today + timedelta(days=1)
    _, daily = daily_columns(athlete, first, end, ai_only=for_ai)
    daily |= own_words(athlete, first, end)
    return Inputs(
        athlete_uid=athlete.uid,
        today=today,
        days=days,
        units=athlete.units,
        load=(allowed_load_series if for_ai else load_series)(athlete, first, end),
        daily=daily,
        activities=tuple(_activities(athlete, first, end, for_ai)),
        thresholds=tuple(_thresholds(athlete, today)),
        signals=tuple(signal_rows(athlete, end - timedelta(days=days), end, ai_only=for_ai)),
        not_synced=_not_synced(athlete, today, daily),
        context=read_context(athlete, first, today, for_ai=for_ai),
    )


def _not_synced(athlete: Athlete, today: date, daily: Mapping[str, Column]) -> dict[str, tuple[date, ...]]:
    """Of the last full days; nothing without a connection, where nobody knows what is still to come."""
    if not is_connected(athlete):
        return {}
    first = today - timedelta(days=COVERED_DAYS)
    columns = {name: column[-COVERED_DAYS - 1 :] for name, column in daily.items()}
    found = quality(athlete, first, today + timedelta(days=1), daily=columns)
    return {columns[0]: found.days_not_synced(channel) for channel, columns in COLUMNS.items() if columns}


def _activities(athlete: Athlete, start: date, end: date, for_ai: bool) -> Iterator[ActivityRow]:
    rows = Activity.objects.for_athlete(athlete).shown().between(start, end)
    if for_ai:
        rows = rows.for_ai()
    for row in rows.order_by("-start_time", "-pk").values(*FACTS, *ZONES):
        yield ActivityRow._make((*(row[name] for name in FACTS), three_of(row)))


def _thresholds(athlete: Athlete, today: date) -> list[ThresholdRow]:
    """The value in force of each kind, in a fixed order."""
    rows = Threshold.objects.for_athlete(athlete).effective_on(today)
    in_force = {
        (sport, kind): ThresholdRow(sport, kind, value, valid_from)
        for sport, kind, value, valid_from in rows.values_list("sport", "kind", "value", "valid_from")
    }
    return [in_force[key] for key in sorted(in_force)]
