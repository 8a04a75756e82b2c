"""What the page Health is drawn from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, cast

from athletes.models import Athlete
from config.core import formatting
from config.core.formatting import Units
from metrics.selectors.estimates import newest_estimates
from metrics.selectors.health import Health, health
from metrics.selectors.health_chart import health_rows
from metrics.selectors.last_day import last_day
from metrics.selectors.quality import quality
from metrics.selectors.readiness import CLASSES, assemble, override_history
from metrics.selectors.summary import morning
from metrics.views.estimate_words import Row, estimate_rows
from metrics.views.health_words import TITLES, last, panels, show_of
from metrics.views.last_day_words import told
from metrics.views.own_word import own_word
from metrics.views.quality_words import notes, strips
from metrics.views.readiness_words import LEVELS, computed_words, history_words, picture

LARGE = ("hrv", "resting_hr", "sleep")
MOST_NOTES = 60
SMALL = ("respiration", "stress", "body_battery", "weight")


def health_context(
    athlete: Athlete, start: date, end: date, *, classes: Collection[str], writes: Collection[str]
) -> dict[str, Any]:
    """The context of metrics/health.html, of the data `classes` that may be read."""
    found = health(athlete, start, end, classes=classes)
    cards = panels(found, athlete)
    summary = morning(athlete)
    return {
        **_readiness(athlete, summary["readiness"], classes),
        **own_word(athlete, summary["own_word"], may_read="notes" in classes, may_write="notes" in writes),
        "may_override": "heart" in writes,
        "cards": {key: cards[key] for key in LARGE if key in cards},
        "small_cards": [cards[key] for key in SMALL if key in cards],
        "extras": {name: last(column) for name, column in found.extras.items()},
        "is_empty": not cards,
        "table": _table(found, list(cards), cast(Units, athlete.units)),
        "last_day": told(
            last_day(athlete, classes=classes), athlete.today(), athlete.zone, cast(Units, athlete.units)
        ),
        "estimates": _estimates(athlete, summary["readiness"], classes),
        "quality": _quality(athlete, found, start, end, classes),
    }


def _readiness(athlete: Athlete, inputs: Mapping[str, Any], classes: Collection[str]) -> dict[str, Any]:
    """The picture of today for those who may see something of the body, and how often it was overruled."""
    if not {"heart", "sleep"} & set(classes):
        return {"readiness": None}
    found = assemble(inputs, classes)
    context = {"readiness": found, "picture": picture(found)}
    if "heart" not in classes:
        return context
    history = override_history(athlete, found.day, classes=classes)
    rows = [
        {
            "row": row,
            "verdict": LEVELS[row.verdict],
            "computed": computed_words(row.computed) if set(classes) >= CLASSES else "",
        }
        for row in history.rows
    ]
    return {**context, "history": {"rows": rows, "words": history_words(history)}}


def _estimates(athlete: Athlete, inputs: Mapping[str, Any], classes: Collection[str]) -> list[Row]:
    """What the watch says, beside today's readiness and the thresholds in force."""
    found = newest_estimates(athlete, classes=classes)
    if not found:
        return []
    ours = formatting.number(assemble(inputs, classes).score) if "heart" in classes else ""
    return estimate_rows(found, athlete, classes=classes, readiness=ours)


def _quality(
    athlete: Athlete, found: Health, start: date, end: date, classes: Collection[str]
) -> dict[str, Any] | None:
    """The strips of the window and its gaps in words; None when the athlete measures nothing."""
    rows = list(quality(athlete, start, end, classes=classes, daily=found.daily).channels.values())
    if not rows:
        return None
    today = athlete.today()
    told_of = notes(rows, today)
    return {
        "strips": strips(rows, today),
        "notes": told_of[:MOST_NOTES],
        "more": max(0, len(told_of) - MOST_NOTES),
        "count": len(told_of),
    }


def _table(found: Health, keys: Sequence[str], units: Units) -> dict[str, Any]:
    """Heads and rows of these measures, newest first; `by_week` when a row is the mean of a week."""
    rows = health_rows(found)
    return {
        "heads": [TITLES[key] for key in keys],
        "by_week": bool(rows) and rows[0].days > 1,
        "rows": [
            {
                "start": row.start,
                "cells": [(TITLES[key], show_of(key, units)(row.values[key])) for key in keys],
            }
            for row in rows
            if any(value is not None for value in row.values.values())
        ],
    }
