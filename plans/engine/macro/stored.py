"""A season that was written down, as it was: changed plans are judged by it, not by one made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from plans.engine.macro.model import Phase, Season, Week
from plans.engine.macro.season import is_finish_only, phase_of
from plans.engine.spec import Spec, days_between

type Row = Mapping[str, Any]


def stored_season(spec: Spec, phases: Sequence[Row], weeks: Sequence[Row]) -> Season:
    """From `phases` and `weeks` in the shape of the answer; other keys are not looked at.

    Raises ValueError when one of them is empty.
    """
    kept = stored_weeks(phases, weeks)
    if not kept:
        raise ValueError("a season has one phase and one week or more")
    goals = tuple(race for race in spec.goals if kept[0].start <= race.date < kept[-1].end)
    return Season(_phases(phases), kept, is_finish_only(spec), goals)


def stored_weeks(phases: Sequence[Row], weeks: Sequence[Row]) -> tuple[Week, ...]:
    """The weeks alone, each with the phase that most of it is of; none without phases."""
    found = _phases(phases)
    if not found or not weeks:
        return ()
    starts = [_day(row["start"]) for row in weeks]
    ends = [*starts[1:], found[-1].end]
    return tuple(
        Week(number, start, end, row["kind"], phase_of(days_between(start, end), found))
        for number, (row, start, end) in enumerate(zip(weeks, starts, ends, strict=True), start=1)
    )


def _phases(rows: Sequence[Row]) -> tuple[Phase, ...]:
    return tuple(Phase(row["name"], _day(row["start"]), _day(row["end"])) for row in rows)


def _day(text: str) -> date:
    return date.fromisoformat(text)
