"""What stops advice on training, whoever gives it."""

from __future__ import annotations

from datetime import date, timedelta

from athletes.models import Athlete
from metrics.models import Annotation

STOPPING = (Annotation.Kind.ILLNESS, Annotation.Kind.INJURY)


def is_marked(athlete: Athlete, day: date) -> bool:
    """Whether the athlete is marked as ill or injured on that day."""
    rows = Annotation.objects.for_athlete(athlete).alive().filter(kind__in=STOPPING)
    return bool(rows.touching(day, day + timedelta(days=1)).exists())
