"""The best efforts and the models of a period in words and rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import Shown, Units
from metrics.models import Best
from metrics.selectors.curve_page import Models
from metrics.selectors.curves import Metric, PersonalBest
from metrics.views.distances import distance_name
from metrics.views.figures import Figure

KILO = 1000
CAPTIONS: dict[Metric, str] = {
    "power_w": "The highest mean power over every duration, from one second on. Durations grow by multiples.",
    "speed_mps": "The fastest mean over every duration, from one second on. Durations grow by multiples.",
    "heart_rate_bpm": "The highest mean heart rate over every duration. Durations grow by multiples.",
}
LABELS: dict[Metric, str] = {"power_w": "Power", "speed_mps": "Speed", "heart_rate_bpm": "Heart rate"}


@dataclass(frozen=True, slots=True)
class BestRow:
    """One time or distance: the best of the period, and of the period beside it."""

    span: str
    value: Shown
    detail: Shown | None
    on: date
    activity: UUID
    other: Shown | None
    other_on: date | None


def best_rows(
    bests: Iterable[PersonalBest], others: Iterable[PersonalBest], *, sport: str, units: Units
) -> list[BestRow]:
    """Rows of the table of best efforts, shortest first; a distance shows its time, a time its mean."""
    beside = {_key(best): best for best in _held(others)}
    return [_row(best, beside.get(_key(best)), sport, units) for best in _held(bests)]


def _held(bests: Iterable[PersonalBest]) -> list[PersonalBest]:
    """What was held over a longer time was held over every shorter one, as in the envelope above the table.

    A mean over 40 minutes can be higher than every 30 of them when they begin and end hard.
    """
    shown = list(bests)
    for index in range(len(shown) - 2, -1, -1):
        best, longer = shown[index : index + 2]
        is_alike = best.distance_m is None and best.metric == longer.metric
        if is_alike and longer.distance_m is None and longer.value > best.value:
            shown[index] = replace(longer, duration_s=best.duration_s)
    return shown


def metric_label(metric: Metric, sport: str) -> str:
    """ "Pace" where the sport's people say so."""
    if metric == "speed_mps" and sport in (Sport.RUNNING, Sport.SWIMMING):
        return "Pace"
    return LABELS[metric]


def model_figures(models: Models, sport: str, units: Units) -> list[Figure]:
    """The parameters with their standard errors; nothing for a model that the data do not carry."""
    figures: list[Figure] = []
    if models.power and (two := models.power.model):
        figures += [
            Figure("Critical power", formatting.power(two.cp_w), _error(two.cp_se_w, "W"), "critical_power"),
            Figure("W′", _kilojoules(two.w_prime_j), _error(two.w_prime_se_j, "kJ", KILO), "w_prime"),
        ]
    if models.morton and (three := models.morton.model):
        figures.append(
            Figure("Highest power", formatting.power(three.pmax_w), _error(three.pmax_se_w, "W"), "morton")
        )
    if models.speed and (speed := models.speed.model):
        pace = formatting.pace_of(speed.cs_mps, sport, units)
        figures += [
            Figure("Critical speed", pace, "", "critical_speed"),
            Figure(
                "D′", formatting.quantity(speed.d_prime_m, "m"), _error(speed.d_prime_se_m, "m"), "d_prime"
            ),
        ]
    return figures


def model_rows(models: Models) -> list[tuple[str, Shown, Shown]]:
    """Each regression by name with its critical power and W′: same efforts, different answers."""
    named = (
        ("Power on 1/time (used)", models.power),
        ("Work on time", models.power_by_work),
        ("Morton, three parameters", models.morton),
    )
    return [
        (name, formatting.power(fitted.model.cp_w), _kilojoules(fitted.model.w_prime_j))
        for name, fitted in named
        if fitted is not None and fitted.model is not None
    ]


def lacking(models: Models) -> str:
    """Why there is no model; empty when there is one, or when the sport has none."""
    fitted = models.power or models.speed
    return fitted.reason or "" if fitted is not None else ""


def _row(best: PersonalBest, other: PersonalBest | None, sport: str, units: Units) -> BestRow:
    is_distance = best.distance_m is not None
    return BestRow(
        span=effort_span(best, units),
        value=effort_value(best, sport, units),
        detail=formatting.pace_of(best.value, sport, units) if is_distance else None,
        on=best.local_date,
        activity=best.activity_uid,
        other=effort_value(other, sport, units) if other else None,
        other_on=other.local_date if other else None,
    )


def effort_span(best: Best | PersonalBest, units: Units) -> str:
    """What was held: "20 min", or the name of the distance."""
    if best.distance_m is None:
        return formatting.duration_words(best.duration_s)
    return distance_name(best.distance_m, units)


def effort_value(best: Best | PersonalBest, sport: str, units: Units) -> Shown:
    """The time over a distance, else the mean in the unit of its metric."""
    if best.distance_m is not None:
        return formatting.duration(best.duration_s)
    shows: dict[str, Shown] = {
        "power_w": formatting.power(best.value),
        "heart_rate_bpm": formatting.heart_rate(best.value),
    }
    return shows.get(best.metric) or formatting.pace_of(best.value, sport, units)


def _key(best: PersonalBest) -> tuple[str, Literal["m", "s"], float]:
    if best.distance_m is not None:
        return best.metric, "m", best.distance_m
    return best.metric, "s", best.duration_s


def _kilojoules(joules: float) -> Shown:
    return formatting.quantity(joules / KILO, "kJ", 1)


def _error(value: float | None, unit: str, divisor: float = 1) -> str:
    return "" if value is None else f"± {formatting.quantity(value / divisor, unit, 1 if divisor > 1 else 0)}"
