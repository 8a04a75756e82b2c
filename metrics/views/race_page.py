"""What the page of races shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from athletes.models import Athlete
from config.core.formatting import Shown, Units, pace
from metrics.models import Race
from metrics.science.performances import Performance
from metrics.science.prediction import Estimate
from metrics.science.training_paces import training_paces
from metrics.selectors.predictions import (
    LONGEST_M,
    SHORTEST_M,
    Predictions,
    RacePrediction,
    prediction_history,
    predictions,
    swim_estimate,
)
from metrics.selectors.races import RaceLists, races, result_suggestions
from metrics.views import race_words as words
from metrics.views.distances import distance_name

USUAL_M = 10_000.0


@dataclass(frozen=True)
class RaceCard:
    """A race with what may be said about it. `estimate` is None when nothing is, and `why` says why."""

    race: Race
    countdown: str
    estimate: Estimate | None
    why: str
    goal: str
    shape: str


@dataclass(frozen=True)
class MethodCell:
    label: str
    term: str
    estimate: Estimate | None


@dataclass(frozen=True)
class PredictionRow:
    """One distance: what all methods agree on, and each of them in the order of the columns."""

    name: str
    combined: Estimate
    pace: Shown
    cells: list[MethodCell]


@dataclass(frozen=True)
class SourceRow:
    performance: Performance
    name: str
    effort: str
    activity_uid: str


@dataclass(frozen=True)
class PaceRow:
    name: str
    purpose: str
    slow: Shown
    fast: Shown


def race_context(athlete: Athlete, *, sees_activities: bool) -> dict[str, Any]:
    """The races, and what training predicts for them where the viewer may see the activities behind it."""
    today, units = athlete.today(), cast(Units, athlete.units)
    lists = races(athlete, today)
    found = predictions(athlete, today) if sees_activities else None
    return {
        "athlete": athlete,
        "today": today,
        "sees_activities": sees_activities,
        "lists": lists,
        "next": _card(athlete, lists.next, found, today) if lists.next else None,
        "suggestions": result_suggestions(athlete, today) if sees_activities else [],
        **(_predicted(found, units, athlete, lists, today) if found else {}),
    }


def history_chart(athlete: Athlete, distance: str, *, with_races: bool) -> dict[str, Any]:
    """`{dates, time_s, low_s, high_s}` of the last year; 10 km when `distance` is no number of metres."""
    distance_m = _metres(distance)
    rows = prediction_history(athlete, distance_m, athlete.today(), with_races=with_races)
    return {
        "dates": [day.isoformat() for day, _ in rows],
        **{
            name: [None if each is None else round(getattr(each, name), 1) for _, each in rows]
            for name in ("time_s", "low_s", "high_s")
        },
    }


def _card(athlete: Athlete, race: Race, found: Predictions | None, today: date) -> RaceCard:
    predicted = found.at(race.distance_m) if found and race.sport == "running" and race.distance_m else None
    estimate = predicted.combined if predicted else swim_estimate(athlete, race, today) if found else None
    return RaceCard(
        race=race,
        countdown=words.countdown(race, today),
        estimate=estimate,
        why="" if estimate or found is None else words.abstention(race, found),
        goal=words.goal_words(race.goal_s, estimate) if estimate and race.goal_s else "",
        shape=words.shape_words(predicted, cast(Units, athlete.units)) if predicted else "",
    )


def _predicted(
    found: Predictions, units: Units, athlete: Athlete, lists: RaceLists, today: date
) -> dict[str, Any]:
    rows = found.standard()
    chart_m = _chart_distance(lists)
    history = prediction_history(athlete, chart_m, today) if rows else []
    return {
        "predictions": found,
        "reason": words.REASONS.get(found.reason, ""),
        "columns": _columns(rows),
        "rows": [_row(row, units, _columns(rows)) for row in rows],
        "marathon": next((words.shape_words(row, units) for row in rows if row.distance_m > 40_000), ""),
        "sources": [_source(each, units) for each in reversed(found.used)],
        "paces": [_pace(each, units) for each in training_paces(found.vdot)] if found.vdot else [],
        "history": [(day, each) for day, each in reversed(history) if each],
        "chart_m": f"{chart_m:g}",
        "chart_name": distance_name(chart_m, units),
    }


def _columns(rows: list[RacePrediction]) -> list[tuple[str, str]]:
    """The methods that say something about any of the rows, in the order of `METHODS`."""
    present = {each.method for row in rows for each in row.estimates}
    return [label for method, label in words.METHODS.items() if method in present]


def _row(row: RacePrediction, units: Units, columns: list[tuple[str, str]]) -> PredictionRow:
    by_label = {words.METHODS[each.method]: each for each in row.estimates}
    return PredictionRow(
        name=distance_name(row.distance_m, units),
        combined=row.combined,
        pace=pace(row.combined.time_s / row.distance_m * 1000, units),
        cells=[MethodCell(*column, by_label.get(column)) for column in columns],
    )


def _source(each: Performance, units: Units) -> SourceRow:
    kind, _, uid = each.key.partition(":")
    return SourceRow(
        performance=each,
        name=distance_name(each.distance_m, units),
        effort=words.EFFORTS.get(each.effort, ""),
        activity_uid=uid if kind == "activity" else "",
    )


def _pace(each: Any, units: Units) -> PaceRow:
    name, purpose = words.PACES[each.name]
    return PaceRow(name, purpose, pace(each.slow_s_per_km, units), pace(each.fast_s_per_km, units))


def _chart_distance(lists: RaceLists) -> float:
    """That of the next race when it is run, else 10 km."""
    race = lists.next
    is_run = race is not None and race.sport == "running"
    return _metres(str(race.distance_m)) if race and is_run else USUAL_M


def _metres(text: str) -> float:
    try:
        metres = float(text)
    except ValueError:
        return USUAL_M
    return metres if SHORTEST_M <= metres <= LONGEST_M else USUAL_M
