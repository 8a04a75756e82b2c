"""The newest night and day in words and bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from config.core import dates, formatting
from config.core.formatting import NARROW_SPACE, Units
from metrics.selectors.last_day import LastDay, Part

STAGES = (
    ("deep_sleep_s", "Deep", "is-deep"),
    ("light_sleep_s", "Light", "is-light"),
    ("rem_sleep_s", "REM", "is-rem"),
    ("awake_s", "Awake", "is-awake"),
)
DASH = "–"

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Stage:
    """A part of the night as a bar, in percent of it."""

    label: str
    css: str
    shown: str
    x: float
    width: float


@dataclass(frozen=True)
class Fact:
    label: str
    shown: str


@dataclass(frozen=True)
class Told:
    """A night or a day: its title, the most telling facts, and the rest of them."""

    title: str
    note: str
    facts: list[Fact]
    more: list[Fact]


def told(found: LastDay, today: date, zone: tzinfo, units: Units) -> dict[str, Any] | None:
    """`{night, stages, day}` for the page Health; None without anything beside what its charts show."""
    if not found.has_details:
        return None
    night, day = found.night, found.day
    return {
        "night": _night(night, today, zone) if night else None,
        "stages": stages(night.values) if night else [],
        "day": _day(day, today, units) if day else None,
    }


def stages(values: Values) -> list[Stage]:
    """The stages side by side; none without the sleeping ones, or the bar would say something else."""
    known = [(name, label, css) for name, label, css in STAGES if values.get(name)]
    whole = sum(values[name] for name, _, _ in known)
    if not whole or not any(name in values for name in ("deep_sleep_s", "light_sleep_s")):
        return []
    found, x = [], 0.0
    for name, label, css in known:
        width = 100 * values[name] / whole
        found.append(
            Stage(label, css, formatting.duration(values[name], seconds=False), round(x, 2), round(width, 2))
        )
        x += width
    return found


def _night(part: Part, today: date, zone: tzinfo) -> Told:
    title = "Last night" if part.date == today else f"Night to {dates.day(part.date, today)}"
    return Told(
        title, _clock(part.values, zone), list(_night_facts(part.values)), list(_night_more(part.values))
    )


def _clock(values: Values, zone: tzinfo) -> str:
    times = [values.get(name) for name in ("sleep_start", "sleep_end")]
    if not all(isinstance(each, datetime) for each in times):
        return ""
    return DASH.join(dates.clock(each.astimezone(zone)) for each in times if each)


def _night_facts(values: Values) -> Iterator[Fact]:
    if "sleep_s" in values:
        score = f", score {formatting.number(values['sleep_score'])}" if "sleep_score" in values else ""
        yield Fact("Asleep", f"{formatting.duration(values['sleep_s'], seconds=False)}{score}")
    if "hrv_rmssd_ms" in values:
        yield Fact("HRV", formatting.milliseconds(values["hrv_rmssd_ms"]))
    if "resting_hr_bpm" in values:
        yield Fact("Resting heart rate", formatting.heart_rate(values["resting_hr_bpm"]))
    if "spo2_pct" in values:
        low = f", lowest {formatting.number(values['spo2_low_pct'])}" if "spo2_low_pct" in values else ""
        yield Fact("Blood oxygen (SpO₂)", f"{formatting.percent(values['spo2_pct'])}{low}")


def _night_more(values: Values) -> Iterator[Fact]:
    if "hrv_high_ms" in values:
        yield Fact("HRV, highest five minutes", formatting.milliseconds(values["hrv_high_ms"]))
    if "respiration_rpm" in values:
        yield Fact("Breaths a minute, asleep", formatting.number(values["respiration_rpm"], 1))


def _day(part: Part, today: date, units: Units) -> Told:
    when = dates.day(part.date, today)
    title = when[0].upper() + when[1:]
    return Told(title, "", list(_day_facts(part.values)), list(_day_more(part.values, units)))


def _day_facts(values: Values) -> Iterator[Fact]:
    if "hr_min_bpm" in values or "hr_max_bpm" in values:
        yield Fact("Heart rate", _range(values, "hr_min_bpm", "hr_max_bpm", "bpm"))
    if "body_battery_high" in values or "body_battery_low" in values:
        yield Fact("Body battery", _range(values, "body_battery_low", "body_battery_high"))
    if "stress" in values:
        high = f", highest {formatting.number(values['stress_max'])}" if "stress_max" in values else ""
        yield Fact("Stress", f"{formatting.number(values['stress'])}{high}")
    if "moderate_min" in values or "vigorous_min" in values:
        # As everywhere: a vigorous minute counts twice (WHO 2020).
        minutes = values.get("moderate_min", 0) + 2 * values.get("vigorous_min", 0)
        yield Fact("Intensity minutes", formatting.number(minutes))
    if "steps" in values:
        yield Fact("Steps", formatting.number(values["steps"]))


def _day_more(values: Values, units: Units) -> Iterator[Fact]:
    shows: dict[str, tuple[str, Callable[[Any], str]]] = {
        "moderate_min": ("Moderate minutes", formatting.number),
        "vigorous_min": ("Vigorous minutes", formatting.number),
        "distance_m": ("Distance on foot", lambda value: formatting.distance(value, units)),
        "floors": ("Floors climbed", formatting.number),
        "active_kcal": ("Active energy", lambda value: formatting.quantity(value, "kcal")),
        "resting_kcal": ("Resting energy", lambda value: formatting.quantity(value, "kcal")),
        "body_battery_charged": ("Body battery charged", formatting.number),
        "body_battery_drained": ("Body battery drained", formatting.number),
        "respiration_waking_rpm": ("Breaths a minute, awake", lambda value: formatting.number(value, 1)),
        "nap_s": ("Nap", formatting.duration_words),
        "weight_kg": ("Weight", lambda value: formatting.weight(value, units)),
        "body_fat_pct": ("Body fat", lambda value: formatting.percent(value, 1)),
    }
    for name, (label, show) in shows.items():
        if name in values:
            yield Fact(label, show(values[name]))


def _range(values: Values, low: str, high: str, unit: str = "") -> str:
    ends = DASH.join(formatting.number(values[name]) for name in (low, high) if name in values)
    return f"{ends}{NARROW_SPACE}{unit}" if unit else ends
