"""Proposed sessions as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.http import HttpRequest

from analysis.views.rights import rights
from athletes.models import Athlete
from config.core.formatting import Units
from metrics.science.thresholds import Thresholds
from metrics.selectors.thresholds import ThresholdBook
from plans.views.step_words import step_rows


def readable(
    request: HttpRequest, athlete: Athlete, workouts: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Each with its `step_rows`, in watts, beats and pace where the viewer may know the thresholds."""
    if not workouts:
        return []
    book = ThresholdBook(athlete) if rights(request, athlete)["profile"] else None
    units = cast(Units, athlete.units)
    return [{**each, "step_rows": _rows(each, book, units)} for each in workouts]


def _rows(each: Mapping[str, Any], book: ThresholdBook | None, units: Units) -> list[Any]:
    known = book.on(each["sport"], date.fromisoformat(each["date"])) if book else Thresholds()
    return step_rows(each["steps"], each["sport"], known, units)
