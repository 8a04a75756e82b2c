"""The athlete's own verdict on a day, above the computed one."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from athletes.models import Athlete
from athletes.services.tombstones import bury
from config.core import cache
from metrics.models import ReadinessOverride
from metrics.selectors.readiness import readiness_of_days
from metrics.services.locking import lock
from metrics.services.own_days import check_day


def override_readiness(*, athlete: Athlete, day: date, verdict: str, reason: str) -> ReadinessOverride:
    """Overrule the readiness of a day with a reason; a second time changes it.

    The score that is overruled is remembered with it as it is now. Raises ValidationError for a day to come,
    an unknown verdict and an empty reason.
    """
    with transaction.atomic():
        lock(athlete)
        check_day(athlete, day)
        (found,) = readiness_of_days(athlete, day, day + timedelta(days=1))
        row = _row(athlete, day) or ReadinessOverride(athlete=athlete, date=day)
        row.verdict, row.reason, row.computed = verdict, reason.strip(), found.score
        row.full_clean()
        row.save()
        cache.forget(athlete.pk)
    return row


def withdraw_override(*, athlete: Athlete, day: date) -> bool:
    """Let the computed readiness of a day stand again; whether there was anything to withdraw."""
    with transaction.atomic():
        lock(athlete)
        row = _row(athlete, day)
        if row is None:
            return False
        bury(ReadinessOverride.objects.filter(pk=row.pk))
        cache.forget(athlete.pk)
    return True


def _row(athlete: Athlete, day: date) -> ReadinessOverride | None:
    found: ReadinessOverride | None = ReadinessOverride.objects.for_athlete(athlete).filter(date=day).first()
    return found
