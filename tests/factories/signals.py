"""What detectors found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from metrics.models import Signal
from tests.factories.athletes import AthleteFactory

START = date(2026, 11, 20)


class SignalFactory(DjangoModelFactory):
    """A day's load of 180 where the highest of the month before was 100, worth watching, and over."""

    class Meta:
        model = Signal

    athlete = factory.SubFactory(AthleteFactory)
    kind = "load_spike"
    start = START
    end = factory.LazyAttribute(lambda o: o.start + timedelta(days=1))
    severity = "watch"
    confidence = "medium"
    needs = "load"
    evidence = factory.LazyAttribute(lambda o: _evidence(o.kind, o.start))

    @staticmethod
    def value(
        metric: str, value: float, unit: str, baseline: float | None, day: date = START
    ) -> dict[str, Any]:
        """One piece of evidence."""
        return {
            "metric": metric,
            "date": day.isoformat(),
            "value": value,
            "unit": unit,
            "baseline": baseline,
            "z": None,
        }


def _evidence(kind: str, day: date) -> list[dict[str, Any]]:
    if kind.startswith("form"):
        forms = (("form", -40.0, -10.0), ("fitness", 60.0, 55.0), ("fatigue", 100.0, 65.0))
        return [SignalFactory.value(metric, value, "load", usual, day) for metric, value, usual in forms]
    return [SignalFactory.value("load", 180.0, "load", 100.0, day)]
