"""Rows of an export's daily files and metrics files to records of days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from athletes.sources.garmin.days import Noted, states_of
from athletes.sources.garmin.lenient import Answer
from athletes.sources.garmin.values import Found
from athletes.sources.garmin_export import wellness
from athletes.sources.garmin_export.estimates import MODELS
from athletes.sources.garmin_export.layout import Kind
from athletes.sources.records import (
    DailyChannel,
    EstimateKind,
    FieldWarning,
    RecordedDay,
    RecordedEstimate,
)

SOURCE: Final = "garmin_export"


@dataclass(frozen=True, slots=True)
class DailyReader[M: Answer]:
    """How the rows of a daily file are read, and the channels that such a file is about."""

    model: type[M]
    found: Callable[[M, list[FieldWarning]], Found]
    channels: frozenset[DailyChannel]


READERS: Final[Mapping[Kind, DailyReader[Any]]] = {
    Kind.DAILY: DailyReader(
        wellness.Uds,
        lambda row, _: wellness.uds(row),
        frozenset({DailyChannel.HEART, DailyChannel.STRESS, DailyChannel.BODY_BATTERY, DailyChannel.STEPS}),
    ),
    Kind.SLEEP: DailyReader(
        wellness.Night, lambda row, _: wellness.night(row), frozenset({DailyChannel.SLEEP})
    ),
    Kind.STATUS: DailyReader(
        wellness.HealthStatus,
        lambda row, warnings: wellness.health_status(row, Kind.STATUS.value, warnings),
        frozenset({DailyChannel.HRV}),
    ),
    Kind.BODY: DailyReader(wellness.BioMetrics, lambda row, _: wellness.weighing(row), frozenset()),
}


def recorded_day(kind: Kind, row: Any, *, ai_allowed: bool) -> RecordedDay | None:
    """The day that a row of a daily file is about; None for placeholders and rows without a day.

    A day with nothing measured has its channels as missing.
    """
    reader = READERS[kind]
    warnings: list[FieldWarning] = []
    read = reader.model.read(row, kind.value, warnings)
    if read is None:
        return None
    found = reader.found(read, warnings)
    values = {name: value for name, value in found.values.items() if value is not None}
    if found.date is None or not (values or reader.channels):
        return None
    is_over = getattr(read, "is_whole", True)
    return RecordedDay(
        date=found.date,
        **values,
        channels=states_of(values, reader.channels, is_over=is_over),
        warnings=tuple(warnings),
        source=SOURCE,
        ai_allowed=ai_allowed,
    )


def is_measured(day: RecordedDay) -> bool:
    """Whether anything but the day itself is known."""
    return any(state != "missing" for state in day.channels.values())


def recorded_estimates(
    kind: Kind, rows: Iterable[Any], *, ai_allowed: bool
) -> Iterator[tuple[RecordedEstimate, ...]]:
    """The estimates of a metrics file day by day, one of each kind: see the rows' `rank`."""
    best: dict[date, dict[EstimateKind, tuple[tuple[Any, ...], Noted]]] = {}
    for row in rows:
        read = MODELS[kind].read(row, kind.value, [])
        if read is None or read.day is None:
            continue
        of_day = best.setdefault(read.day, {})
        for noted in read.noted():
            if noted.kind not in of_day or read.rank >= of_day[noted.kind][0]:
                of_day[noted.kind] = (read.rank, noted)
    for day in sorted(best):
        yield tuple(
            RecordedEstimate(day, noted.kind, noted.value, noted.text, SOURCE, ai_allowed)
            for _, noted in best[day].values()
        )
