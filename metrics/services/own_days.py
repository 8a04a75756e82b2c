"""What notes of a day have in common: which days may have any, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from athletes.models import Athlete
from metrics.services.changes import data_changed

EARLIEST = date(1990, 1, 1)


def check_day(athlete: Athlete, day: date, name: str = "date") -> None:
    """Raise ValidationError for the field `name` unless the day has begun and is after 1989."""
    if day > athlete.today():
        raise ValidationError({name: "This day is still to come."})
    if day < EARLIEST:
        raise ValidationError({name: "This day is too long ago."})


def day_changed(athlete: Athlete, day: date) -> None:
    """Tell everyone above that what the athlete said about a day is different now; no load rests on it."""
    data_changed(athlete, day, day + timedelta(days=1), load_changed=False)
