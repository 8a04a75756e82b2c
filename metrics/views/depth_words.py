"""Intervals, best efforts and similar sessions of one activity as rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from config.core import formatting
from config.core.formatting import UNKNOWN, Shown, Units
from metrics.models import Activity, Interval
from metrics.selectors.activity_depth import RankedBest
from metrics.views.curve_words import effort_span, effort_value
from metrics.views.sports import speed_label


@dataclass(frozen=True, slots=True)
class EffortRow:
    """One best effort; `of_year` is the best of the year before, `is_best` when this one beats it."""

    span: str
    value: Shown
    detail: Shown | None
    of_year: Shown | None
    of_year_on: date | None
    of_year_uid: UUID | None
    is_best: bool


@dataclass(frozen=True, slots=True)
class IntervalTable:
    """Columns that some interval can fill; `rows` are (number or "rest", start and end in s, values)."""

    columns: list[str]
    rows: list[tuple[str, float, float, list[Shown]]]
    works: int


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A session like this one, or this one itself."""

    activity: Activity
    is_this: bool
    values: list[Shown]


@dataclass(frozen=True, slots=True)
class SimilarTable:
    columns: list[str]
    rows: list[SimilarRow]


def effort_rows(bests: Sequence[RankedBest], sport: str, units: Units) -> list[EffortRow]:
    """Best efforts, shortest first: a distance with its time, a time with its mean."""
    return [
        EffortRow(
            span=effort_span(ranked.best, units),
            value=effort_value(ranked.best, sport, units),
            detail=formatting.pace_of(ranked.best.value, sport, units) if ranked.best.distance_m else None,
            of_year=effort_value(ranked.of_year, sport, units) if ranked.of_year else None,
            of_year_on=ranked.of_year.local_date if ranked.of_year else None,
            of_year_uid=ranked.of_year.activity_uid if ranked.of_year else None,
            is_best=ranked.is_best and ranked.of_year is not None,
        )
        for ranked in bests
    ]


def interval_table(
    intervals: Sequence[Interval], sport: str, units: Units, *, with_heart: bool
) -> IntervalTable:
    """Work and rest in their order, works counted from 1."""
    columns: list[tuple[str, Callable[[Interval], Shown]]] = [
        ("Time", lambda each: formatting.duration(each.duration_s)),
        ("Distance", lambda each: formatting.distance(each.distance_m, units)),
        ("Power", lambda each: formatting.power(each.avg_power_w)),
        (speed_label(sport), lambda each: formatting.pace_of(each.avg_speed_mps, sport, units)),
        ("Heart rate", lambda each: formatting.heart_rate(each.avg_hr_bpm if with_heart else None)),
        ("Highest", lambda each: formatting.heart_rate(each.max_hr_bpm if with_heart else None)),
    ]
    known = [(label, show) for label, show in columns if any(show(each) != UNKNOWN for each in intervals)]
    works = 0
    rows: list[tuple[str, float, float, list[Shown]]] = []
    for each in intervals:
        is_work = each.kind == Interval.Kind.WORK
        works += is_work
        name = str(works) if is_work else "rest"
        end_s = each.start_s + each.duration_s
        rows.append((name, each.start_s, end_s, [show(each) for _, show in known]))
    return IntervalTable([label for label, _ in known], rows, works)


def similar_table(
    activity: Activity, similar: Sequence[Activity], units: Units, *, with_heart: bool
) -> SimilarTable:
    """This session on top of those like it, with only the columns that some of them can fill."""
    columns: list[tuple[str, Callable[[Activity], Shown]]] = [
        ("Time", lambda each: formatting.duration(each.timer_s)),
        ("Distance", lambda each: formatting.distance(each.distance_m, units)),
        (speed_label(activity.sport), lambda each: formatting.pace_of(each.avg_speed_mps, each.sport, units)),
        ("Weighted power", lambda each: formatting.power(each.weighted_power_w)),
        ("Heart rate", lambda each: formatting.heart_rate(each.avg_hr_bpm if with_heart else None)),
        ("Efficiency", lambda each: formatting.ratio(each.efficiency if with_heart else None)),
        ("Decoupling", lambda each: _percent(each.decoupling_pct if with_heart else None)),
        ("Load", lambda each: formatting.load(each.load)),
    ]
    everything = [activity, *similar]
    known = [(label, show) for label, show in columns if any(show(each) != UNKNOWN for each in everything)]
    rows = [SimilarRow(each, each == activity, [show(each) for _, show in known]) for each in everything]
    return SimilarTable([label for label, _ in known], rows)


def _percent(value: float | None) -> Shown:
    return formatting.percent(value, 1, signed=True)
