"""How many things an athlete may bring in a day, whichever way they come."""

from __future__ import annotations

from django.conf import settings

from athletes.models import Athlete
from config.core.errors import RateLimitedError
from config.core.personal import Person
from config.core.quotas import Use
from config.core.ratelimit import hit, left

DAY_S = 86_400


class UploadsSpentError(RateLimitedError):
    code = "UPLOADS_SPENT"
    default_message = "These are more files or rows than one day has room for. Bring the others tomorrow."


def take_uploads(*, athlete: Athlete, count: int = 1) -> None:
    """Count files, or rows of a bulk request, all or none; before a transaction. Raises UploadsSpentError."""
    if settings.UPLOADS_PER_DAY <= 0:
        return
    allowance = hit(_key(athlete.pk), settings.UPLOADS_PER_DAY, DAY_S, count=count)
    if not allowance.allowed:
        raise UploadsSpentError(retry_after_s=allowance.retry_after_s)


def uploads_used(person: Person) -> Use | None:
    """Of the day, in UTC."""
    most = settings.UPLOADS_PER_DAY
    if person.athlete_pk is None or most <= 0:
        return None
    used = most - left(_key(person.athlete_pk), most, DAY_S)
    return Use("Files and rows brought today", f"{used:,}", f"{most:,}", "Go on tomorrow (UTC).")


def _key(athlete_pk: int) -> str:
    return f"uploads:{athlete_pk}"
