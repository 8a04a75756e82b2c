"""Readiness of a day: computed, explained, and overruled where the athlete knew better."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from athletes.models import Athlete
from config.core import cache
from metrics.models import ReadinessOverride
from metrics.science.recovery import readiness as science
from metrics.science.signals.loads import FORM_LOW
from metrics.selectors.readiness_facts import Override
from metrics.selectors.readiness_inputs import read, readiness_inputs

DATA_CLASS_OF_PART = {
    "hrv": "heart",
    "resting_hr": "heart",
    "sleep": "sleep",
    "form": "load",
    "own_word": "notes",
}
CLASSES = frozenset({*DATA_CLASS_OF_PART.values(), "activities"})
"""All that a readiness may rest on; efficiencies come from activities."""

HISTORY_DAYS = 90


@dataclass(frozen=True)
class Measured:
    """What a part was made from: the value, what is usual (None while not enough days are known)."""

    value: float | None
    usual: float | None
    known_days: int
    needed_days: int


@dataclass(frozen=True)
class Readiness:
    """A day's readiness. `computed` is what the numbers say; the athlete's `override` stands above it.

    `measured` has an entry for each part that the viewer may see, known or not. Keys are those of
    `metrics.science.recovery.readiness.WEIGHTS`.
    """

    day: date
    computed: science.Readiness
    measured: Mapping[str, Measured]
    override: Override | None
    ill_since: date | None
    efficiency_pct: float | None

    @property
    def score(self) -> float | None:
        return self.computed.score

    @property
    def level(self) -> str | None:
        """What counts: the athlete's own verdict, else the computed level; None when there is neither."""
        if self.override:
            return self.override.verdict
        return self.computed.level and self.computed.level.value

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that could count and are not known."""
        return tuple(key for key in self.computed.missing if key in self.measured)


@dataclass(frozen=True)
class OverrideHistory:
    """How often the athlete overruled in the last 90 days, and in which direction; newest first."""

    days: int
    rows: tuple[Override, ...]
    easier: int
    harder: int


def readiness(athlete: Athlete, day: date, *, classes: Collection[str] = CLASSES) -> Readiness:
    """The readiness of a day from the data `classes` that the viewer may see.

    What it is made from is kept until data change, five minutes at most.
    """
    inputs = cache.remember(
        athlete.pk,
        "readiness",
        cache.SUMMARY_S,
        lambda: readiness_inputs(read(athlete, day, day + timedelta(days=1))),
        day.isoformat(),
    )
    return assemble(inputs[0], classes)


def readiness_of_days(
    athlete: Athlete, start: date, end: date, *, classes: Collection[str] = CLASSES
) -> list[Readiness]:
    """Each day of [start, end), the oldest first."""
    return [assemble(each, classes) for each in readiness_inputs(read(athlete, start, end))]


def assemble(inputs: Mapping[str, Any], classes: Collection[str]) -> Readiness:
    """The readiness of one day, from those of its inputs that belong to `classes`."""
    parts = {key: values for key, values in inputs["parts"].items() if DATA_CLASS_OF_PART[key] in classes}
    sees_heart = "heart" in classes
    ill_since = inputs["ill_since"] if "notes" in classes else None
    efficiency_pct = inputs["efficiency_pct"] if {"heart", "activities"} <= set(classes) else None
    context = science.Context(
        is_ill=ill_since is not None,
        is_hrv_high=inputs["is_hrv_high"] and sees_heart,
        is_form_low=_is_form_low(parts.get("form")),
        efficiency_pct=efficiency_pct,
    )
    override = _override(inputs["override"]) if inputs["override"] and sees_heart else None
    return Readiness(
        day=date.fromisoformat(str(inputs["day"])),
        computed=science.readiness(
            {key: each["z"] for key, each in parts.items() if each["z"] is not None}, context
        ),
        measured={
            key: Measured(each["value"], each["usual"], each["known_days"], each["needed_days"])
            for key, each in parts.items()
        },
        override=override and _seen_by(override, classes),
        ill_since=ill_since and date.fromisoformat(str(ill_since)),
        efficiency_pct=efficiency_pct,
    )


def _is_form_low(form: Mapping[str, Any] | None) -> bool:
    """Where enough is known to judge it at all."""
    return form is not None and form["z"] is not None and form["value"] <= FORM_LOW


def override_history(athlete: Athlete, today: date, *, classes: Collection[str] = CLASSES) -> OverrideHistory:
    """The overrides of the last 90 days, today's included, for a viewer of these data `classes`."""
    since = today - timedelta(days=HISTORY_DAYS - 1)
    found = ReadinessOverride.objects.for_athlete(athlete).between(since, today + timedelta(days=1))
    stored = (Override(*row) for row in found.values_list("date", "verdict", "reason", "computed"))
    rows = tuple(_seen_by(row, classes) for row in stored)
    order = [level.value for level in science.Level]
    steps = [
        order.index(row.verdict) - order.index(science.level_of(row.computed).value)
        for row in rows
        if row.computed is not None
    ]
    return OverrideHistory(
        HISTORY_DAYS, rows, sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    )


def _seen_by(override: Override, classes: Collection[str]) -> Override:
    """The score that was overruled was made from all parts: whoever may not see one could work it out.

    The reason is in the athlete's own words, which are notes.
    """
    if set(classes) >= CLASSES:
        return override
    return replace(override, computed=None, reason=override.reason if "notes" in classes else "")


def _override(row: Mapping[str, Any]) -> Override:
    return Override(date.fromisoformat(str(row["day"])), row["verdict"], row["reason"], row["computed"])
