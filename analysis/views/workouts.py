"""Proposed sessions as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.http import HttpRequest

from analysis.models import ChatProposal, Turn
from analysis.views.rights import hidden_classes, rights
from analysis.visible import spoken
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


def told(request: HttpRequest, athlete: Athlete, turn: Turn) -> Turn:
    """The turn as this viewer may read it, what it proposes included."""
    shown = spoken(turn, hidden_classes(request, athlete))
    with_steps(request, athlete, shown.told_proposals)  # type: ignore[attr-defined]
    return shown


def with_steps(
    request: HttpRequest, athlete: Athlete, proposals: Sequence[ChatProposal]
) -> Sequence[ChatProposal]:
    """What a chat proposed, each session with its `step_rows`."""
    sessions = [each for each in proposals if each.kind == ChatProposal.Kind.WORKOUT]
    bodies = [{**each.body, "date": each.body["day"]} for each in sessions]
    for each, body in zip(sessions, readable(request, athlete, bodies), strict=True):
        each.step_rows = body["step_rows"]  # type: ignore[attr-defined]
    return proposals


def _rows(each: Mapping[str, Any], book: ThresholdBook | None, units: Units) -> list[Any]:
    known = book.on(each["sport"], date.fromisoformat(each["date"])) if book else Thresholds()
    return step_rows(each["steps"], each["sport"], known, units)
