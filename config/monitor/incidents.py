"""Incidents open with a measurement above its limit and close after a while well below it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from config.core.models import Incident, MonitorRule
from config.monitor.measures import MEASURES, Measure

CALM_SHARE = 0.95
CALM_FOR = timedelta(minutes=10)
"""Well is what stays at or below this share of the limit for so long: no incident per swing around it."""


def judge(values: Mapping[str, float | None]) -> None:
    """Open, go on with, or close the incident of each measure; without a value nothing changes."""
    rules = {each.name: each for each in MonitorRule.objects.all()}
    for name, value in values.items():
        measure, rule = MEASURES[name], rules.get(name)
        limit = rule.limit if rule and rule.limit is not None else measure.limit
        with transaction.atomic():
            incident = Incident.objects.filter(name=name, closed_at=None).first()
            if rule and not rule.is_on:
                _close(incident)
            elif value is not None:
                _judge(measure, incident, value, limit)


def _judge(measure: Measure, incident: Incident | None, value: float, limit: float) -> None:
    if incident is None:
        if value > limit:
            summary = f"{measure.title}: {written(value, measure)}, more than {written(limit, measure)}"
            Incident.objects.create(
                name=measure.name, value=value, worst_value=value, limit=limit, summary=summary
            )
        return
    incident.value, incident.limit = value, limit
    incident.worst_value = max(value, incident.worst_value or 0)
    _note_calm(incident, is_calm=value <= limit * CALM_SHARE)
    incident.save()


def _note_calm(incident: Incident, *, is_calm: bool) -> None:
    now = timezone.now()
    if not is_calm:
        incident.details.pop("calm_since", None)
        return
    since = datetime.fromisoformat(incident.details.setdefault("calm_since", now.isoformat()))
    if now - since >= CALM_FOR:
        incident.closed_at = now


def _close(incident: Incident | None) -> None:
    if incident is not None:
        incident.closed_at = timezone.now()
        incident.save()


def written(value: float, measure: Measure) -> str:
    """A value as operators read it: "97 %", "5.2 %"."""
    return f"{value:,.1f}".removesuffix(".0") + (f" {measure.unit}" if measure.unit else "")
